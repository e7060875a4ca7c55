package dev.hone.api;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.SseException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** OpenAI's own Java client, with nothing changed but its base URL. */
@QuarkusTest
@WithTestResource(ModelServer.class)
class OpenAiJavaTest {

  private ScriptedModelServer model;
  private OpenAIClient client;

  @BeforeEach
  void connect() {
    model = ModelServer.fresh();
    client = OpenAIOkHttpClient.builder().baseUrl(Api.server() + "/v1").apiKey("any").build();
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  @Test
  void readsAnAnswer() {
    twoDrafts();

    ChatCompletion answer = client.chat().completions().create(ask().build()).validate();

    ChatCompletion.Choice choice = answer.choices().get(0);
    assertEquals("Good.", choice.message().content().orElseThrow());
    assertEquals(ChatCompletion.Choice.FinishReason.STOP, choice.finishReason());
    assertEquals(54, answer.usage().orElseThrow().totalTokens());
    assertTrue(answer._additionalProperties().containsKey("hone"));
    assertTrue(
        choice
            .message()
            ._additionalProperties()
            .get("reasoning_content")
            .toString()
            .contains("Poor."));
  }

  @Test
  void readsAStream() {
    twoDrafts();

    List<ChatCompletionChunk> chunks = readAll(withUsage(ask()).build());

    chunks.forEach(ChatCompletionChunk::validate);
    assertEquals(
        "Good.",
        chunks.stream()
            .flatMap(chunk -> chunk.choices().stream())
            .flatMap(choice -> choice.delta().content().stream())
            .collect(Collectors.joining()));
    assertEquals(54, chunks.get(chunks.size() - 1).usage().orElseThrow().totalTokens());
    assertEquals(
        ChatCompletionChunk.Choice.FinishReason.STOP,
        chunks.get(chunks.size() - 2).choices().get(0).finishReason().orElseThrow());
  }

  @Test
  void closingItsStreamClosesTheModels() {
    ScriptedAnswer endless = ModelServer.endless();
    model.otherwise(request -> endless);

    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(ask().build())) {
      assertEquals(5, stream.stream().limit(5).count());
    }

    await().atMost(Duration.ofSeconds(1)).until(() -> model.requests().get(0).isAbandoned());
  }

  @Test
  void listsModels() {
    assertEquals("default", client.models().list().data().get(0).validate().id());
  }

  @Test
  void raisesWhatOpenAiWould() {
    NotFoundException unknown =
        assertThrows(NotFoundException.class, () -> create(ask().model("gpt-9")));
    assertEquals("model_not_found", unknown.code().orElseThrow());
    assertEquals("model", unknown.param().orElseThrow());
    BadRequestException bad = assertThrows(BadRequestException.class, () -> create(ask().n(2)));
    assertEquals("n", bad.param().orElseThrow());
    assertEquals("invalid_request_error", bad.type().orElseThrow());
  }

  @Test
  void aModelThatFailsIsAskedForOneRunOnly() {
    model.otherwise(request -> ScriptedAnswer.error(401, "invalid_api_key", "no"));

    InternalServerException failed =
        assertThrows(InternalServerException.class, () -> create(ask()));

    assertEquals(502, failed.statusCode());
    assertEquals("model_failed", failed.code().orElseThrow());
    assertEquals(1, model.requests().size());
  }

  @Test
  void raisesInTheMiddleOfAStream() {
    model.otherwise(
        request -> ScriptedAnswer.stream().text("Po").pause(Duration.ofMillis(20)).cut());

    SseException broken = assertThrows(SseException.class, () -> readAll(ask().build()));

    assertTrue(broken.getMessage().contains("model"), broken.getMessage());
  }

  private void create(ChatCompletionCreateParams.Builder params) {
    client.chat().completions().create(params.build());
  }

  private List<ChatCompletionChunk> readAll(ChatCompletionCreateParams params) {
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(params)) {
      return stream.stream().toList();
    }
  }

  private static ChatCompletionCreateParams.Builder ask() {
    return ChatCompletionCreateParams.builder()
        .model("default")
        .addUserMessage("Why is the sky blue?")
        .putAdditionalBodyProperty(
            "hone",
            JsonValue.from(
                Map.of(
                    "max_iterations",
                    1,
                    "reward",
                    Map.of("rubrics", List.of("It is right.", "It is short.")))));
  }

  private static ChatCompletionCreateParams.Builder withUsage(
      ChatCompletionCreateParams.Builder params) {
    return params.streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build());
  }

  private void twoDrafts() {
    model.enqueue(
        ScriptedAnswer.tokens("Poor."),
        ModelServer.verdict("Say more.", "1"),
        ScriptedAnswer.tokens("Good."),
        ModelServer.verdict("Fine.", "none"));
  }
}
