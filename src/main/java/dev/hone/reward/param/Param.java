package dev.hone.reward.param;

import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One thing that a reward can be told; as JSON its name, type, default and description.
 *
 * @param type as JSON Schema calls it
 * @param fallback the value where none is given; {@code null} if there is none
 * @param required whether a value must be given
 * @param right what a value must be, for the error that refuses another
 * @param read takes a value from JSON; gives {@code null} for one that is not right
 */
@JsonIncludeProperties({"name", "type", "default", "description"})
public record Param<T>(
    String name,
    String type,
    @JsonProperty("default") T fallback,
    String description,
    boolean required,
    String right,
    Function<JsonNode, T> read) {

  public static Param<Integer> integer(String name, Integer fallback, String description) {
    return optional(name, "integer", fallback, description, "a whole number", Param::wholeNumber);
  }

  public static Param<Double> number(String name, Double fallback, String description) {
    return optional(name, "number", fallback, description, "a number", Param::finiteNumber);
  }

  public static Param<Boolean> bool(String name, boolean fallback, String description) {
    return optional(
        name,
        "boolean",
        fallback,
        description,
        "true or false",
        node -> node.isBoolean() ? node.booleanValue() : null);
  }

  public static Param<String> text(String name, String fallback, String description) {
    return optional(name, "string", fallback, description, "a text", Param::textValue);
  }

  public static Param<List<String>> texts(String name, List<String> fallback, String description) {
    return optional(
        name,
        "array",
        fallback,
        description,
        "a list of at least one text that is not blank",
        Param::textValues);
  }

  public static Param<JsonNode> object(String name, String description) {
    return optional(
        name, "object", null, description, "an object", node -> node.isObject() ? node : null);
  }

  /** One of a few words. */
  public static Param<String> choice(
      String name, List<String> choices, String fallback, String description) {
    String right = "one of " + String.join(", ", choices);
    return text(name, fallback, description + " (" + right + ")").where(choices::contains, right);
  }

  private static <T> Param<T> optional(
      String name,
      String type,
      T fallback,
      String description,
      String right,
      Function<JsonNode, T> read) {
    return new Param<>(name, type, fallback, description, false, right, read);
  }

  /** The same, and it must be given. */
  public Param<T> mandatory() {
    return new Param<>(name, type, fallback, description, true, right, read);
  }

  /** The same, with fewer values that are right. */
  public Param<T> where(Predicate<T> allowed, String right) {
    return new Param<>(
        name,
        type,
        fallback,
        description,
        required,
        right,
        node -> {
          T value = read.apply(node);
          return value != null && allowed.test(value) ? value : null;
        });
  }

  private static Integer wholeNumber(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToInt() ? node.intValue() : null;
  }

  private static Double finiteNumber(JsonNode node) {
    return node.isNumber() && Double.isFinite(node.doubleValue()) ? node.doubleValue() : null;
  }

  private static String textValue(JsonNode node) {
    return node.isTextual() ? node.textValue() : null;
  }

  private static List<String> textValues(JsonNode node) {
    List<String> texts = new ArrayList<>();
    for (JsonNode text : node) {
      if (text.isTextual() && !text.textValue().isBlank()) {
        texts.add(text.textValue());
      }
    }
    return node.isArray() && !texts.isEmpty() && texts.size() == node.size()
        ? List.copyOf(texts)
        : null;
  }
}
