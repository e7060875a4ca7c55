package dev.hone.setting;

import org.eclipse.microprofile.config.spi.Converter;

/** How many: 1 and more. */
public final class PositiveCount implements Converter<Integer> {

  @Override
  public Integer convert(String text) {
    if (text.isBlank()) {
      return null;
    }
    int count = Integer.parseInt(text.trim());
    if (count < 1) {
      throw new IllegalArgumentException("it wants 1 or more");
    }
    return count;
  }
}
