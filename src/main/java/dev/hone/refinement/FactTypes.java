package dev.hone.refinement;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** The wire names, read from where Jackson reads them, so that there is one list. */
final class FactTypes {

  private static final Map<Class<?>, String> NAMES =
      Arrays.stream(Fact.class.getAnnotation(JsonSubTypes.class).value())
          .collect(Collectors.toUnmodifiableMap(JsonSubTypes.Type::value, JsonSubTypes.Type::name));

  private FactTypes() {}

  static String nameOf(Class<? extends Fact> type) {
    return NAMES.get(type);
  }
}
