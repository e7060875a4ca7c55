package dev.hone.run;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import java.util.Map;

/**
 * Gives {@link Drain} what is set for Quarkus' own shutdown, and Quarkus nothing of it, because it
 * would wait at the wrong places: for the delay after the drain, and for the requests of all
 * WebSockets that there ever were, which it never takes for ended.
 */
public final class ShutdownSettings implements ConfigSourceInterceptor {

  static final String DELAY = "hone.shutdown.delay";
  static final String TIMEOUT = "hone.shutdown.timeout";

  private static final Map<String, String> QUARKUS =
      Map.of(DELAY, "quarkus.shutdown.delay", TIMEOUT, "quarkus.shutdown.timeout");

  @Override
  public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
    if (QUARKUS.containsValue(name)) {
      return null;
    }
    return context.proceed(QUARKUS.getOrDefault(name, name));
  }
}
