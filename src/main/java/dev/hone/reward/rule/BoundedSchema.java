package dev.hone.reward.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.ValidationMessage;
import java.util.List;

/**
 * A schema that is held against JSON within bounds of time and memory, whatever both are. Each part
 * may look at each value, and each expression at each character.
 */
record BoundedSchema(JsonSchema schema, SchemaBounds.Bounds bounds) {

  /** Parts by values, and what the library is seen to do: a second or two. */
  static final long MOST_STEPS = 5_000_000;

  private static final int MOST_ERRORS = 10;

  /** An error names what would match, which may be long; a writer needs no more of it. */
  private static final int LONGEST_ERROR = 1000;

  /** An error of a choice holds a copy of the list that was none of it, and of its numbers. */
  private static final long MOST_COPIED = 800_000;

  /**
   * What doesn't match, in words; empty if all does.
   *
   * @param length of the text that the JSON was read from
   * @throws Rule.TooMuch if it would take too long
   */
  List<String> errors(JsonNode json, int length) {
    LinearRegex.check(bounds.size().expressions(), length);
    JsonSize size = JsonSize.of(json, bounds.size().unique() > 0);
    if (bounds.size().parts() * size.values() > MOST_STEPS
        || bounds.size().unique() * size.alike() > MOST_STEPS
        || bounds.size().choices() * size.numbers() > MOST_COPIED) {
      throw tooMuch();
    }
    try {
      return schema
          .validate(new CountedValidation(bounds.told()), json, OutputFormat.DEFAULT)
          .stream()
          .limit(MOST_ERRORS)
          .map(ValidationMessage::getMessage)
          .map(BoundedSchema::shortened)
          .toList();
    } catch (StackOverflowError e) {
      throw tooMuch();
    } catch (NumberFormatException infinite) {
      return List.of("a number in it is too large");
    }
  }

  static Rule.TooMuch tooMuch() {
    return new Rule.TooMuch("The JSON is too large to be held against its schema.");
  }

  private static String shortened(String error) {
    return error.codePointCount(0, error.length()) <= LONGEST_ERROR
        ? error
        : error.substring(0, error.offsetByCodePoints(0, LONGEST_ERROR)) + "…";
  }
}
