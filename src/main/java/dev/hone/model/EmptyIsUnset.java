package dev.hone.model;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;

/**
 * Takes an empty {@code OPENAI_…} variable for an unset one, as a compose file or a chart makes it
 * of a value that nobody gave; an empty base URL would fail the start. Behind the interceptor that
 * expands expressions.
 */
@Priority(Priorities.LIBRARY + 100)
public final class EmptyIsUnset implements ConfigSourceInterceptor {

  private static final String PREFIX = "OPENAI_";

  @Override
  public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
    ConfigValue value = context.proceed(name);
    boolean unset = value != null && name.startsWith(PREFIX) && isBlank(value.getValue());
    return unset ? null : value;
  }

  private static boolean isBlank(String value) {
    return value == null || value.isBlank();
  }
}
