package dev.hone.setting;

import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;

/** A time that may be none at all. */
public final class TimeOrZero implements Converter<Duration> {

  private static final DurationConverter DURATIONS = new DurationConverter();

  @Override
  public Duration convert(String text) {
    Duration time = DURATIONS.convert(text);
    if (time != null && time.isNegative()) {
      throw new IllegalArgumentException("it wants a time such as 30S, or 0S");
    }
    return time;
  }
}
