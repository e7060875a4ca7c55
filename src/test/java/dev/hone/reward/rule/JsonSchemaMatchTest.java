package dev.hone.reward.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.hone.refinement.Rewards.InvalidReward;
import dev.hone.reward.rule.Rule.Finding;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSchemaMatchTest {

  private static final String PERSON =
      """
      {"schema": {"type": "object", "required": ["name"], "properties": {
        "name": {"type": "string", "pattern": "^(a+)+$"}, "age": {"$ref": "#/$defs/age"}},
        "$defs": {"age": {"type": "integer", "minimum": 0}}}}""";

  private final Rule rule = new JsonSchemaMatch();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\": \"aa\", \"age\": 3}",
        " {\"name\": \"a\"}\n",
        "```json\n{\"name\": \"a\"}\n```",
        "```\n{\"name\": \"a\"}\n```"
      })
  void passesJsonThatMatches(String text) {
    assertEquals(1, Evaluating.by(rule, text, null, PERSON).score());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\": \"b\"}|pattern",
        "{\"name\": \"a\", \"age\": -1}|minimum",
        "{}|required property 'name'",
        "[]|object",
        "not json|not JSON",
        "{\"name\": \"a\"} x|not JSON",
        "```|not JSON",
      })
  void saysWhatIsWrong(String text, String reason) {
    Finding finding = Evaluating.by(rule, text, null, PERSON);

    assertEquals(0, finding.score());
    assertTrue(finding.reason().contains(reason), finding.reason());
  }

  @Test
  void takesAnyJsonWithoutASchema() {
    assertEquals(1, Evaluating.by(rule, "[1, 2]").score());
    assertEquals(0, Evaluating.by(rule, "").score());
  }

  @Test
  void matchesAPatternInLinearTime() {
    String text = "{\"name\": \"" + "a".repeat(100_000) + "b\"}";

    assertEquals(0, Evaluating.by(rule, text, null, PERSON).score());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"$ref\": \"#\"}|a schema without references in a circle",
        "{\"$ref\": \"http://127.0.0.1:1/secret\"}"
            + "|a schema whose $ref begins with #/ and refers to a part of it",
        "{\"$ref\": \"#/$defs/none\"}"
            + "|a schema whose $ref begins with #/ and refers to a part of it",
        "{\"$dynamicRef\": \"#x\"}|a schema without $dynamicRef and $recursiveRef",
        "{\"properties\": {\"a\": {\"$id\": \"x\"}}}|a schema with an $id at its top only",
        "{\"multipleOf\": 1e-300}|a schema whose multipleOf is not below 1.0E-15",
      })
  void refusesASchemaThatCouldHarm(String schema, String right) {
    assertEquals(right, refusal(schema).getMessage());
  }

  @Test
  void refusesASchemaThatUnfoldsToMillions() {
    String parts =
        IntStream.range(0, 40)
            .mapToObj(
                i ->
                    "\"d%d\": {\"allOf\": [{\"$ref\": \"#/$defs/d%d\"}, {\"$ref\": \"#/$defs/d%d\"}]}"
                        .formatted(i, i + 1, i + 1))
            .collect(Collectors.joining(", "));

    InvalidReward refusal =
        refusal("{\"$ref\": \"#/$defs/d0\", \"$defs\": {" + parts + ", \"d40\": true}}");

    assertEquals("a schema of at most 10000 parts, references unfolded", refusal.getMessage());
    assertEquals("params.schema", refusal.field());
  }

  static Stream<Arguments> tooMuch() {
    String strings = "{\"items\": {\"allOf\": [" + list("{\"type\": \"string\"}", 3000) + "]}}";
    String patterns = "{\"allOf\": [" + list("{\"pattern\": \"(x?){90}y\"}", 50) + "]}";
    return Stream.of(
        arguments(strings, "[" + list("0", 5000) + "]"), // a million and more of what is wrong
        arguments(strings, "[" + list("0", 1000) + "]"), // and no more than may be looked at
        arguments("{\"not\": " + strings + "}", "[" + list("0", 1000) + "]"),
        arguments(patterns, "\"" + "x".repeat(100_000) + "\""));
  }

  @ParameterizedTest
  @MethodSource("tooMuch")
  void isNotMadeToRunAwayByASchemaAndJsonThatAreBothLarge(String schema, String json) {
    String params = "{\"schema\": " + schema + "}";

    assertThrows(Rule.TooMuch.class, () -> Evaluating.by(rule, json, null, params));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"multipleOf\": 1}", "{\"const\": 5}", "{\"enum\": [5]}"})
  void aNumberBeyondAllIsNoMatch(String schema) {
    String params = "{\"schema\": " + schema + "}";

    assertEquals(0, Evaluating.by(rule, "1e999", null, params).score());
  }

  @Test
  void saysTheFirstOfMuchThatIsWrong() {
    String params = "{\"schema\": {\"items\": {\"type\": \"string\"}}}";

    Finding finding = Evaluating.by(rule, "[" + list("0", 20_000) + "]", null, params);

    assertEquals(0, finding.score());
    assertEquals(11, finding.reason().lines().count());
  }

  /** Its checkers' expressions run out of stack, and most drafts say that it is a note. */
  @ParameterizedTest
  @ValueSource(strings = {"hostname", "uri-template", "email"})
  void takesAFormatForANote(String format) {
    String params =
        "{\"schema\": {\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"format\": \""
            + format
            + "\"}}";

    assertEquals(1, Evaluating.by(rule, "\"" + "a.".repeat(50_000) + "\"", null, params).score());
  }

  private static String list(String part, int times) {
    return String.join(",", Collections.nCopies(times, part));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"pattern\": \"(\"}",
        "{\"properties\": {\"a\": {\"pattern\": \"(?<x>a)(\"}}}",
        "{\"$schema\": \"http://127.0.0.1:1/meta\"}"
      })
  void refusesWhatIsNoSchema(String schema) {
    assertTrue(refusal(schema).getMessage().matches("a (JSON Schema|schema whose patterns).*"));
  }

  private InvalidReward refusal(String schema) {
    return assertThrows(
        InvalidReward.class,
        () -> rule.with(Evaluating.params(rule, "{\"schema\": " + schema + "}")));
  }
}
