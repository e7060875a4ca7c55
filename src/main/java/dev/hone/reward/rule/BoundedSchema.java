package dev.hone.reward.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.ValidationMessage;
import java.util.List;
import java.util.Locale;

/**
 * A schema that is held against JSON within bounds of time and memory, whatever both are. Each part
 * may look at each value, and each expression at each character.
 */
record BoundedSchema(JsonSchema schema, SchemaBounds.Size size) {

  private static final int MOST_ERRORS = 10;

  /** Parts by values: a second or two. */
  private static final long MOST_STEPS = 5_000_000;

  /**
   * The library keeps all that it finds, also where it is to find something; some hundred bytes.
   */
  private static final int MOST_KEPT = 50_000;

  /**
   * What doesn't match, in words; empty if all does.
   *
   * @param length of the text that the JSON was read from
   * @throws Rule.TooMuch if it would take too long
   */
  List<String> errors(JsonNode json, int length) {
    if (size.parts() * values(json) > MOST_STEPS) {
      throw tooMuch();
    }
    LinearRegex.check(size.expressions(), length);
    try {
      return schema.validate(json, BoundedSchema::bound).stream()
          .limit(MOST_ERRORS)
          .map(ValidationMessage::getMessage)
          .toList();
    } catch (StackOverflowError e) {
      throw tooMuch();
    } catch (NumberFormatException infinite) {
      return List.of("a number in it is too large");
    }
  }

  private static void bound(ExecutionContext context) {
    context.setExecutionConfig(new Counting());
  }

  private static Rule.TooMuch tooMuch() {
    return new Rule.TooMuch("The JSON is too large to be held against its schema.");
  }

  /** The value itself and all that is in it. */
  private static long values(JsonNode json) {
    long all = 1;
    for (JsonNode part : json) {
      all += values(part);
    }
    return all;
  }

  /** Each message of the library asks for its language. */
  private static final class Counting extends ExecutionConfig {

    private int asked;

    Counting() {
      setFormatAssertionsEnabled(false);
    }

    @Override
    public Locale getLocale() {
      if (++asked > MOST_KEPT) {
        throw tooMuch();
      }
      return Locale.ROOT;
    }
  }
}
