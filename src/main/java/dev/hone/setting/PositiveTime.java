package dev.hone.setting;

import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;

/** A time for a timer: a millisecond and more. */
public final class PositiveTime implements Converter<Duration> {

  private static final DurationConverter DURATIONS = new DurationConverter();

  @Override
  public Duration convert(String text) {
    Duration time = DURATIONS.convert(text);
    if (time != null && time.toMillis() < 1) {
      throw new IllegalArgumentException("it wants a time above zero such as 30S");
    }
    return time;
  }
}
