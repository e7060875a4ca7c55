package dev.hone.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.refinement.InvalidValue;
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
public final class JsonBody {

  /** Far more than any request has; each level costs stack and memory somewhere. */
  static final int DEEPEST = 100;

  private static final int LONGEST_NUMBER = 100;

  /** The size of texts is bounded by the body's, which is looked at before. */
  private static final JsonFactory BOUNDED =
      Json.MAPPER
          .getFactory()
          .rebuild()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNumberLength(LONGEST_NUMBER)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private JsonBody() {}

  /**
   * @throws ProblemException if it can't be read, or has a field that isn't known
   */
  static <T> T read(byte[] json, Class<T> type) {
    return read(json, Json.MAPPER.readerFor(type));
  }

  /**
   * The same for requests of others' shape: what isn't known is ignored.
   *
   * @throws ProblemException if it can't be read
   */
  public static <T> T readKnown(byte[] json, Class<T> type) {
    return read(
        json,
        Json.MAPPER.readerFor(type).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES));
  }

  /** The same by other rules than all of Hone's. */
  static <T> T read(byte[] json, ObjectReader reader) {
    if (LoneSurrogates.in(json)) {
      throw ProblemException.badRequest(
          "", "JSON in Unicode: a surrogate stands without its other half");
    }
    return read(() -> json.length == 0 ? null : reader.with(BOUNDED).readValue(json));
  }

  /** The same from what has been read as JSON already. */
  static <T> T read(ObjectNode json, Class<T> type) {
    return read(() -> Json.MAPPER.treeToValue(json, type));
  }

  private interface Reading<T> {
    /** {@code null} if there is nothing. */
    T read() throws IOException;
  }

  private static <T> T read(Reading<T> reading) {
    try {
      T value = reading.read();
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
    if (e instanceof InvalidValue) {
      return e.getOriginalMessage();
    }
    if (e instanceof UnrecognizedPropertyException unknown) {
      return "an unknown field; known here: " + names(unknown.getKnownPropertyIds());
    }
    if (e.getCause() instanceof InputCoercionException || e instanceof InputCoercionException) {
      return "a number that fits its range";
    }
    if (e.getCause() instanceof StreamConstraintsException
        || e instanceof StreamConstraintsException) {
      return "JSON nested at most "
          + DEEPEST
          + " deep, with numbers of at most "
          + LONGEST_NUMBER
          + " characters and shorter names";
    }
    if (e.getOriginalMessage().startsWith("Duplicate field")) {
      return "each field once";
    }
    if (e.getOriginalMessage().startsWith("Trailing token")) {
      return "one JSON object and nothing after it";
    }
    if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
      return kind(mismatch.getTargetType());
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

  /** What a type is called in JSON. */
  private static String kind(Class<?> type) {
    if (type.isEnum()) {
      return "one of: " + constants(type);
    }
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
    if (List.class.isAssignableFrom(type) || type == ArrayNode.class) {
      return "a list";
    }
    boolean object =
        type.isRecord() || Map.class.isAssignableFrom(type) || type == ObjectNode.class;
    return object ? "an object" : "a value of another kind";
  }
}
