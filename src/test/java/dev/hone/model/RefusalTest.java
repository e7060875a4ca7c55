package dev.hone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.hone.refinement.ModelFailure;
import dev.hone.refinement.ModelFailure.Kind;
import io.vertx.core.json.JsonObject;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a provider that refuses: its words, but never its sentences. */
class RefusalTest {

  private final ScriptedModelServer server = ScriptedModelServer.start();
  private final TestModel model = new TestModel(server.baseUri());

  @AfterEach
  void close() {
    model.close();
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "400|unsupported_parameter|-|max_tokens|refuses the request (400, unsupported_parameter: max_tokens).",
        "400|-|invalid_request_error|messages[0].content|refuses the request (400, invalid_request_error: messages[0].content).",
        "400|None|None|None|refuses the request (400).",
        "400|400|BadRequestError|-|refuses the request (400, BadRequestError).",
        "422|3051|-|-|refuses the request (422, 3051).",
        "400|-|-|tools|refuses the request (400: tools).",
        "401|invalid_api_key|-|-|refuses this server's API key (401, invalid_api_key).",
        "403|unsupported_country_region_territory|request_forbidden|-|refuses access (403, unsupported_country_region_territory).",
        "404|model_not_found|-|-|has no such model, or the base URL is wrong (404, model_not_found).",
        "301|-|-|-|redirects (301); base-url must name the address that it redirects to.",
        "308|-|-|-|redirects (308); base-url must name the address that it redirects to.",
        "200|unexpected_endpoint|-|-|answers with an error in place of a stream (200, unexpected_endpoint); is the base URL right?",
        "200|403|moderation|-|refuses access (403, moderation).",
      })
  void saysWhyInTheProvidersWords(
      int status, String code, String type, String param, String words) {
    server.enqueue(answer(status, error("secret detail", code, type, param)));

    assertEquals("The model's provider " + words, refused().getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"overloaded_error", "api_error", "UNAVAILABLE"})
  void aProvidersOwnFaultInPlaceOfAStreamIsWorthAnotherTry(String type) {
    Outcome outcome = Refusal.of(200, null, new ProviderError("", "", type, "", null));

    assertEquals("5xx", assertInstanceOf(Outcome.Again.class, outcome).cause());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "two words",
        "sk-proj-abc",
        "gsk_1a2b3c4d5e6f7g8h9i0j1k2l3m4n",
        "Hello, who are you?",
        "",
        "a/b",
        "ünsupported",
        "a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a",
        "a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a!"
      })
  void passesOnNothingThatIsNoPlainWord(String word) {
    server.enqueue(answer(400, error(word, word, word, word)));

    String message = refused().getMessage();

    assertEquals(
        word.matches("(a_)+a") ? message : "The model's provider refuses the request (400).",
        message);
  }

  static Stream<Arguments> shapes() {
    return Stream.of(
        Arguments.of(
            "[" + error("x", "a_code", null, null) + "]", "refuses the request (400, a_code)."),
        Arguments.of(
            "{\"success\":false,\"error\":[{\"code\":2009,\"message\":\"x\"},{}]}",
            "refuses the request (400, 2009)."),
        Arguments.of("{\"error\":[]}", "refuses the request (400)."),
        Arguments.of("{\"error\":\"Input validation\"}", "refuses the request (400)."),
        Arguments.of("[]", "refuses the request (400)."),
        Arguments.of("[[]]", "refuses the request (400)."),
        Arguments.of("{\"error\":[", "refuses the request (400)."),
        Arguments.of("<html>", "refuses the request (400)."));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void readsErrorsInWhateverShape(String body, String words) {
    server.enqueue(answer(400, body));

    assertEquals("The model's provider " + words, refused().getMessage());
  }

  @ParameterizedTest
  @CsvSource({"400, REFUSED", "401, UNAUTHORIZED", "403, UNAUTHORIZED", "404, UNKNOWN_MODEL"})
  void doesNotRepeatWhatIsRefusedInTheMiddleOfAStream(String code, Kind kind) {
    server.enqueue(ScriptedAnswer.stream().text("void").errorInStream(code, "flagged").end());

    ModelFailure refused = refused();

    assertEquals(kind, refused.kind());
  }

  private ModelFailure refused() {
    ModelFailure failure =
        (ModelFailure) model.call().awaitFailure(TestModel.PATIENCE).getFailure();
    assertEquals(1, server.requests().size());
    return failure;
  }

  private static ScriptedAnswer answer(int status, String body) {
    return ScriptedAnswer.status(status, "application/json", body);
  }

  private static String error(String message, String code, String type, String param) {
    return new JsonObject()
        .put(
            "error",
            new JsonObject()
                .put("message", message)
                .put("type", type)
                .put("param", param)
                .put("code", code))
        .encode();
  }
}
