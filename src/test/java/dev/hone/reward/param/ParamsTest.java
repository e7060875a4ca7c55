package dev.hone.reward.param;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.refinement.Json;
import dev.hone.refinement.Rewards.InvalidReward;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParamsTest {

  private static final Param<Integer> LENGTH = Param.integer("length", 10, "how long");
  private static final Param<Double> RATE =
      Param.number("rate", null, "how dear").where(rate -> rate >= 0, "a number, at least 0");
  private static final Param<Boolean> STRICT = Param.bool("strict", false, "how strict");
  private static final Param<String> WORD = Param.choice("word", List.of("a", "b"), "a", "which");
  private static final Param<List<String>> LINES = Param.texts("lines", List.of(), "some lines");
  private static final Param<String> NEEDED = Param.text("needed", null, "a must").mandatory();
  private static final List<Param<?>> KNOWN = List.of(LENGTH, RATE, STRICT, WORD, LINES);

  @Test
  void givesDefaultsWhereNothingIsGiven() throws Exception {
    Params params = params("{}");

    assertEquals(10, params.get(LENGTH));
    assertNull(params.get(RATE));
  }

  @Test
  void givesWhatIsGiven() throws Exception {
    Params params =
        params(
            """
            {"length": 3, "rate": 0, "strict": true, "word": "b", "lines": ["x"]}""");

    assertEquals(3, params.get(LENGTH));
    assertEquals(0.0, params.get(RATE));
    assertEquals(true, params.get(STRICT));
    assertEquals("b", params.get(WORD));
    assertEquals(List.of("x"), params.get(LINES));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"length\": \"3\"}|params.length|a whole number",
        "{\"length\": 3.5}|params.length|a whole number",
        "{\"length\": 3000000000}|params.length|a whole number",
        "{\"length\": null}|params.length|a whole number",
        "{\"rate\": -1}|params.rate|a number, at least 0",
        "{\"rate\": \"1\"}|params.rate|a number, at least 0",
        "{\"rate\": 1e999}|params.rate|a number, at least 0",
        "{\"strict\": 1}|params.strict|true or false",
        "{\"word\": \"c\"}|params.word|one of a, b",
        "{\"lines\": []}|params.lines|a list of at least one text that is not blank",
        "{\"lines\": [\" \"]}|params.lines|a list of at least one text that is not blank",
        "{\"lines\": {\"0\": \"x\"}}|params.lines|a list of at least one text that is not blank",
        "{\"lenght\": 3}|params.lenght|an unknown param; this reward knows length, lines, rate,"
            + " strict, word"
      })
  void refusesWhatIsNotRightByItsName(String given, String field, String right) {
    InvalidReward refusal = assertThrows(InvalidReward.class, () -> params(given));

    assertEquals(field, refusal.field());
    assertEquals(right, refusal.getMessage());
  }

  @Test
  void refusesAnyParamWhereThereIsNone() {
    InvalidReward refusal =
        assertThrows(InvalidReward.class, () -> Params.of(read("{\"a\": 1}"), List.of()));

    assertEquals("this reward takes no params", refusal.getMessage());
  }

  @Test
  void asksForWhatMustBeGiven() {
    InvalidReward refusal =
        assertThrows(InvalidReward.class, () -> Params.of(Map.of(), List.of(NEEDED)));

    assertEquals("params.needed", refusal.field());
    assertEquals("is needed: a text", refusal.getMessage());
  }

  @Test
  void isDescribedByNameTypeDefaultAndDescription() throws Exception {
    assertEquals(
        """
        [{"name":"length","type":"integer","default":10,"description":"how long"},\
        {"name":"rate","type":"number","description":"how dear"},\
        {"name":"strict","type":"boolean","default":false,"description":"how strict"},\
        {"name":"word","type":"string","default":"a","description":"which (one of a, b)"},\
        {"name":"lines","type":"array","default":[],"description":"some lines"}]""",
        Json.MAPPER.writeValueAsString(KNOWN));
  }

  private static Params params(String json) throws JsonProcessingException {
    return Params.of(read(json), KNOWN);
  }

  private static Map<String, JsonNode> read(String json) throws JsonProcessingException {
    return Json.MAPPER.readValue(json, new TypeReference<>() {});
  }
}
