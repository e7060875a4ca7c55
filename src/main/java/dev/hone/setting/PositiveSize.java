package dev.hone.setting;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import org.eclipse.microprofile.config.spi.Converter;

/** A size that something fits in, and that an array can have. */
public final class PositiveSize implements Converter<MemorySize> {

  private static final MemorySizeConverter SIZES = new MemorySizeConverter();

  @Override
  public MemorySize convert(String text) {
    MemorySize size = SIZES.convert(text);
    if (size != null
        && (size.asBigInteger().signum() < 1 || size.asBigInteger().bitLength() > 31)) {
      throw new IllegalArgumentException("it wants a size from 1 to 2047M, such as 1M");
    }
    return size;
  }
}
