package dev.hone.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonBoundsTest {

  @Test
  void whatIsNestedTooDeeplyIsAProblemThatSaysHowDeepItMayBe() {
    int open = JsonBody.DEEPEST - 1;
    assertEquals(1, read("{\"a\": " + "[".repeat(open) + "]".repeat(open) + "}").size());

    String detail = refused("{\"a\": " + "[".repeat(open + 1) + "]".repeat(open + 1) + "}");

    assertTrue(detail.contains("at most " + JsonBody.DEEPEST + " deep"), detail);
  }

  @Test
  void itSaysSoInAFieldThatIsKnownToo() {
    String format = "{\"a\": " + "[".repeat(JsonBody.DEEPEST) + "]".repeat(JsonBody.DEEPEST) + "}";
    String ask = "{\"generation\": {\"response_format\": " + format + "}}";

    ProblemException problem =
        assertThrows(
            ProblemException.class,
            () -> JsonBody.read(ask.getBytes(StandardCharsets.UTF_8), StartRequest.class));

    var error = problem.problem().errors().get(0);
    assertEquals("generation.response_format", error.field());
    assertTrue(error.detail().contains("at most " + JsonBody.DEEPEST + " deep"), error.detail());
  }

  @Test
  void soIsAnEndlessOpeningAndANumberWithoutEnd() {
    refused("{\"a\": " + "[".repeat(500_000));
    refused("{\"a\": " + "1".repeat(500_000) + "}");
  }

  @Test
  void aFieldThatIsThereTwiceIsStillRefused() {
    assertEquals("each field once", refused("{\"a\": 1, \"a\": 2}"));
  }

  @Test
  void aLongTextIsNot() {
    assertEquals(1, read("{\"a\": \"" + "x".repeat(21_000_000) + "\"}").size());
  }

  private static ObjectNode read(String json) {
    return JsonBody.read(json.getBytes(StandardCharsets.UTF_8), ObjectNode.class);
  }

  private static String refused(String json) {
    ProblemException problem = assertThrows(ProblemException.class, () -> read(json));
    assertEquals(400, problem.problem().status());
    return problem.problem().errors().get(0).detail();
  }
}
