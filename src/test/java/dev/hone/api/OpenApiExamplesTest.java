package dev.hone.api;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of the API's description are as its schemas say, and none is missing. */
class OpenApiExamplesTest {

  static List<Operation> operations() {
    return OpenApi.operations();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void eachBodyOfACallHasExamplesThatFit(Operation call) {
    if (call.hasBody()) {
      assertFits("the request", call.bodyType(), call.bodyContent());
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void eachAnswerOfACallHasExamplesThatFit(Operation call) {
    assertFalse(call.successes().isEmpty(), "there is no success");
    call.answers()
        .forEach(
            (status, answer) ->
                answer
                    .path("content")
                    .properties()
                    .forEach(content -> assertFits(status, content.getKey(), content.getValue())));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void theExamplesOfParametersFit(Operation call) {
    for (JsonNode each : call.node().path("parameters")) {
      JsonNode parameter = OpenApi.resolved(each);
      if (parameter.has("example")) {
        OpenApi.assertFits(parameter.path("schema"), parameter.path("example"));
      }
    }
  }

  private static void assertFits(String where, String mediaType, JsonNode content) {
    Map<String, JsonNode> examples = OpenApi.examples(content);
    assertFalse(examples.isEmpty(), () -> where + " has no example of " + mediaType);
    examples
        .values()
        .forEach(
            value ->
                OpenApi.assertFits(
                    content, mediaType, value.isTextual() ? value.asText() : value.toString()));
  }
}
