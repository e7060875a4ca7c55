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
        "{\"items\": {\"$schema\": \"http://json-schema.org/draft-04/schema#\"}}"
            + "|a schema with a $schema at its top only",
        "{\"$schema\": \"http://json-schema.org/draft-04/schema#\", \"items\": {\"id\": \"x\"}}"
            + "|a schema with an id at its top only",
        // as the library reads them: numbers have no zeros before them, and a + is a +
        "{\"$defs\": {\"07\": {}, \"7\": {\"$ref\": \"#/$defs/07\"}}}"
            + "|a schema without references in a circle",
        "{\"$defs\": {\"a b\": {}, \"a+b\": {\"$ref\": \"#/$defs/a+b\"}}}"
            + "|a schema without references in a circle",
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
        arguments(patterns, "\"" + "x".repeat(100_000) + "\""),
        // an error holds a copy of what it is about
        arguments("{\"items\": {\"not\": " + LONG + "}}", "[" + list("0", 20_000) + "]"),
        arguments("{\"items\": {\"contains\": " + LONG + "}}", "[" + list("[]", 20_000) + "]"),
        arguments("{\"propertyNames\": " + LONG + "}", "{" + names(13, "Aa", "Ab") + "}"),
        arguments(
            "{\"allOf\": [" + list("{\"enum\": [1]}", 3000) + "]}", "[" + list("1", 500) + "]"),
        // all notes on a value are looked at for each keyword that wants to know what is left
        arguments(
            "{\"items\": {\"allOf\": ["
                + list("{\"properties\": {}, \"unevaluatedProperties\": true}", 1500)
                + "]}}",
            "[" + list("{}", 500) + "]"),
        // what has one hash is found by looking at each
        arguments("{\"uniqueItems\": true}", "[" + names(15, "Aa", "BB").replace(":1", "") + "]"),
        arguments("{\"uniqueItems\": true}", "[" + sums(16_384) + "]"),
        arguments("{\"additionalProperties\": false}", "{" + names(13, "Aa", "BB") + "}"),
        // hundreds of digits
        arguments(
            "{\"items\": {\"allOf\": [" + list("{\"multipleOf\": 1e-15}", 4000) + "]}}",
            "[" + list("1e308", 600) + "]"));
  }

  private static final String LONG = "{\"enum\": [\"" + "A".repeat(100_000) + "\"]}";

  /** All names that these two make, with a value each. */
  private static String names(int length, String one, String other) {
    return IntStream.range(0, 1 << length)
        .mapToObj(
            i ->
                IntStream.range(0, length)
                    .mapToObj(bit -> (i >> bit & 1) == 0 ? one : other)
                    .collect(Collectors.joining("", "\"", "\":1")))
        .collect(Collectors.joining(","));
  }

  private static String sums(int sum) {
    return IntStream.range(0, sum)
        .mapToObj(i -> "{\"a\": %d, \"b\": %d}".formatted(i, sum - i))
        .collect(Collectors.joining(","));
  }

  static Stream<Arguments> large() {
    String all = "{\"properties\": {\"a\": {\"type\": \"string\"}}}";
    return Stream.of(
        arguments("{\"type\": \"array\"}", "[" + list("1", 400_000) + "]", 1),
        arguments(
            "{\"items\": {\"items\": {\"maximum\": 1}}}",
            "[" + list("[" + list("1", 400) + "]", 400) + "]",
            1),
        arguments(
            "{\"uniqueItems\": true, \"items\": {\"required\": [\"x\", \"y\"]}}", grid(100), 1),
        arguments("{\"uniqueItems\": true}", "[" + list("[0]", 10_000) + "]", 0),
        arguments(
            "{\"items\": {\"allOf\": ["
                + list(all, 10)
                + "], \"properties\": {\"b\": {}}, \"unevaluatedProperties\": false}}",
            "[" + list("{\"a\": \"x\", \"b\": 2}", 5000) + "]",
            1),
        arguments("{\"items\": {\"enum\": [\"a\"]}}", "[" + list("0", 20_000) + "]", 0),
        arguments(
            "{\"items\": {\"oneOf\": [{\"type\": \"string\"}, {\"not\": {\"type\": \"string\"}}]}}",
            "[" + list("0", 20_000) + "]",
            1));
  }

  private static String grid(int edge) {
    return IntStream.range(0, edge * edge)
        .mapToObj(i -> "{\"x\": %d, \"y\": %d}".formatted(i % edge, i / edge))
        .collect(Collectors.joining(",", "[", "]"));
  }

  @ParameterizedTest
  @MethodSource("large")
  void looksAtAllOfLargeJson(String schema, String json, double score) {
    String params = "{\"schema\": " + schema + "}";

    assertEquals(score, Evaluating.by(rule, json, null, params).score());
  }

  @Test
  void anErrorIsCutWhereItIsLong() {
    String params = "{\"schema\": {\"items\": " + LONG + "}}";

    Finding finding = Evaluating.by(rule, "[" + list("0", 20) + "]", null, params);

    assertTrue(finding.reason().length() < 11_000, finding.reason().length() + " characters");
    assertTrue(finding.reason().endsWith("AAA…"), "it says so");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(x?){490}y", "(?i)[\\\\pL\\\\pN\\\\pM\\\\pS\\\\pP]{9}"})
  void refusesASchemaOfManyPatterns(String pattern) {
    String parts = list("{\"pattern\": \"" + pattern + "\"}", 4000);

    assertEquals(
        "a schema with fewer or smaller patterns",
        refusal("{\"allOf\": [" + parts + "]}").getMessage());
  }

  @Test
  void refusesASchemaThatIsTooDeep() {
    String chain =
        IntStream.range(0, 4900)
            .mapToObj(i -> "\"d%d\": {\"$ref\": \"#/$defs/d%d\"}".formatted(i, i + 1))
            .collect(Collectors.joining(", "));

    InvalidReward refusal =
        refusal("{\"$ref\": \"#/$defs/d0\", \"$defs\": {" + chain + ", \"d4900\": true}}");

    assertEquals("params.schema", refusal.field());
  }

  @Test
  void refusesASchemaWhoseNamesWereChosenToBeOfOneHash() {
    String names = names(8, "Aa", "BB").replace(":1", "");

    assertEquals(
        "a schema with fewer names and texts of one hash",
        refusal("{\"required\": [" + names + "]}").getMessage());
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
