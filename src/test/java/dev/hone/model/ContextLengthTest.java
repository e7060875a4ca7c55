package dev.hone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.refinement.ModelFailure;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every provider says in words of its own that a prompt is too long. */
class ContextLengthTest {

  private final ScriptedModelServer server = ScriptedModelServer.start();
  private final TestModel model = new TestModel(server.baseUri());

  @AfterEach
  void close() {
    model.close();
    server.close();
  }

  /** Bedrock's, which means the minute, and what a provider says that is broken. */
  @Test
  void takesNoPassingTroubleForAPromptThatIsTooLong() {
    ProviderError throttled =
        new ProviderError("429: Too many tokens, please wait.", "", "", "", null);
    ProviderError broken = new ProviderError("no memory for a context window", "", "", "", null);

    assertFalse(ContextLength.isMeant(200, throttled));
    assertFalse(ContextLength.isMeant(500, broken));
    assertTrue(ContextLength.isMeant(400, broken));
  }

  static Stream<ScriptedAnswer> contextLengthErrors() {
    return Stream.of(
        ScriptedAnswer.error(400, "context_length_exceeded", "too long"),
        ScriptedAnswer.error(
            400, null, "This model's maximum context length is 8192 tokens. However, you…"),
        ScriptedAnswer.status(
            400,
            "application/json",
            "{\"object\":\"error\",\"message\":\"This model's maximum context length is 4096 tokens.\","
                + "\"type\":\"BadRequestError\",\"param\":null,\"code\":400}"),
        ScriptedAnswer.error(
            400,
            null,
            "The decoder prompt (length 9000) is longer than the maximum model length of 4096."),
        ScriptedAnswer.status(
            400,
            "application/json",
            "{\"error\":{\"code\":400,\"message\":\"the request exceeds the available context size, try"
                + " increasing it\",\"type\":\"exceed_context_size_error\",\"n_ctx\":4096}}"),
        ScriptedAnswer.error(
            500, "500", "the request exceeds the available context size. try increasing it"),
        ScriptedAnswer.error(413, "tokens_limit_reached", "Request body too large for gpt-4o."),
        ScriptedAnswer.status(
            422,
            "application/json",
            "{\"error\":\"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096.\","
                + "\"error_type\":\"validation\"}"),
        ScriptedAnswer.status(
            400,
            "application/json",
            "[{\"error\":{\"code\":400,\"message\":\"The input token count (9) exceeds the maximum number"
                + " of tokens allowed (8).\",\"status\":\"INVALID_ARGUMENT\"}}]"),
        ScriptedAnswer.stream()
            .errorInStream(null, "the model is loaded with context length of only 4096 tokens")
            .end(),
        ScriptedAnswer.stream().errorInStream("500", "context length is only 4096").end(),
        ScriptedAnswer.stream().errorInStream("context_length_exceeded", "too long").end());
  }

  @ParameterizedTest
  @MethodSource("contextLengthErrors")
  void knowsAPromptThatIsTooLong(ScriptedAnswer error) {
    server.enqueue(error);

    assertIsTooLong();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "You passed 9 input tokens. However, the model's context length is only 8 tokens.",
        "The number of tokens to keep is greater than the context length (n_keep: 9>= n_ctx: 8).",
        "Trying to keep the first 9 tokens. However, it is loaded with context length of only 8",
        "The input token count (9) exceeds the maximum number of tokens allowed (8).",
        "This model's maximum prompt length is 8 but the request contains 9 tokens.",
        "input length and `max_tokens` exceed context limit: 9 + 1 > 8",
        "The input (9 tokens) is longer than the model's context length (8 tokens).",
        "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 8. Given: 9",
        "Input is too long for requested model.",
        "Invalid request: Your request exceeded model token limit: 8",
        "<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 8]",
        "Please reduce the length of the messages or completion.",
        "too many tokens: total number of tokens in the prompt cannot exceed 8",
        "(tokens_limit_reached) Request body too large. Max size: 8 tokens."
      })
  void readsTheProvidersSentence(String message) {
    server.enqueue(ScriptedAnswer.error(400, "400", message));

    assertIsTooLong();
  }

  @Test
  void tooManyTokensInAMinuteAreARateLimit() {
    server.enqueue(
        ScriptedAnswer.error(429, null, "Too many tokens, please wait before trying again."),
        ScriptedAnswer.of("Hi"));

    assertEquals(List.of("429"), TestModel.retries(model.complete()));
  }

  private void assertIsTooLong() {
    var call = model.call().awaitFailure(TestModel.PATIENCE);

    assertEquals(ModelFailure.Kind.CONTEXT_LENGTH, ((ModelFailure) call.getFailure()).kind());
    assertEquals(1, server.requests().size());
  }
}
