package dev.hone.setting;

import org.eclipse.microprofile.config.spi.Converter;

/** How many, if any. */
public final class CountOrZero implements Converter<Integer> {

  @Override
  public Integer convert(String text) {
    if (text.isBlank()) {
      return null;
    }
    int count = Integer.parseInt(text.trim());
    if (count < 0) {
      throw new IllegalArgumentException("it wants 0 or more");
    }
    return count;
  }
}
