package dev.hone.reward.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import dev.hone.refinement.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The values that RM-Gallery (commit 5d2e17a, Python 3.11) gives for texts with all that two
 * languages may see differently: white space, word edges, digits of other scripts, characters
 * beyond the basic plane, and random mixtures of what the rules look for.
 */
class ReferenceValuesTest {

  private static final Map<String, Rule> RULES =
      Stream.of(
              new Accuracy(),
              new F1Score(),
              new Rouge(),
              new NumberAccuracy(),
              new ReasoningFormat(),
              new ReasoningToolCallFormat(),
              new LengthPenalty(),
              new NgramRepetitionPenalty(),
              new PrivacyLeakage(),
              new CodeStyle(),
              new CodePatchSimilarity())
          .collect(Collectors.toMap(Rule::name, Function.identity()));

  static Stream<String> names() {
    return RULES.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("names")
  void agreesWithTheReferenceToTheDigit(String name) throws IOException {
    List<JsonNode> values = values(name);

    assertTrue(values.size() >= 9, "only " + values.size());
    for (JsonNode value : values) {
      assertEquals(0.0 + value.get("score").doubleValue(), score(value), value::toString);
    }
  }

  private static double score(JsonNode value) {
    String params = value.has("params") ? value.get("params").toString() : "{}";
    return Evaluating.by(
            RULES.get(value.get("reward").textValue()),
            value.get("text").textValue(),
            value.path("reference").textValue(),
            params)
        .score();
  }

  private static List<JsonNode> values(String name) throws IOException {
    try (InputStream in =
            ReferenceValuesTest.class.getResourceAsStream("/reward/reference-values.ndjson");
        MappingIterator<JsonNode> all = Json.MAPPER.readerFor(JsonNode.class).readValues(in)) {
      return all.readAll().stream()
          .filter(value -> value.get("reward").textValue().equals(name))
          .toList();
    }
  }
}
