package dev.hone.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.hone.refinement.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads JSON into a record; what can't be read is a problem that names the field and what would be
 * right.
 */
final class JsonBody {

  private JsonBody() {}

  static <T> T read(byte[] json, Class<T> type) {
    try {
      T value = json.length == 0 ? null : Json.MAPPER.readValue(json, type);
      if (value == null) {
        throw ProblemException.badRequest("", "a JSON object");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw ProblemException.badRequest(path(e), right(e));
    } catch (IOException e) {
      throw ProblemException.badRequest("", "a JSON object in UTF-8");
    }
  }

  private static String path(JsonProcessingException e) {
    StringBuilder path = new StringBuilder();
    if (e instanceof JsonMappingException mapping) {
      for (JsonMappingException.Reference step : mapping.getPath()) {
        if (step.getFieldName() == null) {
          path.append('[').append(step.getIndex()).append(']');
        } else {
          path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
        }
      }
    }
    return path.toString();
  }

  private static String right(JsonProcessingException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return "an unknown field; known here: " + names(unknown.getKnownPropertyIds());
    }
    if (e instanceof InvalidFormatException format && format.getTargetType().isEnum()) {
      return "one of: " + constants(format.getTargetType());
    }
    if (e.getCause() instanceof InputCoercionException number) {
      return kind(number.getTargetType()) + " that fits its range";
    }
    if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
      String kind = kind(mismatch.getTargetType());
      return kind == null ? mismatch.getOriginalMessage() : kind;
    }
    JsonLocation at = e.getLocation();
    return at == null
        ? "JSON"
        : "JSON; it breaks at line " + at.getLineNr() + ", column " + at.getColumnNr();
  }

  private static String names(Collection<Object> properties) {
    return properties.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
  }

  private static String constants(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> Json.MAPPER.convertValue(constant, String.class))
        .collect(Collectors.joining(", "));
  }

  /** What a type is called in JSON; {@code null} where our own readers' words say more. */
  private static String kind(Class<?> type) {
    if (type == String.class) {
      return "a string";
    }
    if (type == Boolean.class || type == boolean.class) {
      return "true or false";
    }
    if (type == Integer.class || type == int.class || type == Long.class || type == long.class) {
      return "a whole number";
    }
    if (type == Double.class || type == double.class) {
      return "a number";
    }
    if (type == Duration.class) {
      return "an ISO 8601 duration such as \"PT2M\"";
    }
    if (List.class.isAssignableFrom(type)) {
      return "a list";
    }
    if (Map.class.isAssignableFrom(type) || type.getPackageName().equals("dev.hone.api")) {
      return "an object";
    }
    return type.isRecord() && type.getPackageName().startsWith("dev.hone") ? "an object" : null;
  }
}
