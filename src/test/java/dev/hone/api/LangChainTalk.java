package dev.hone.api;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/**
 * A talk with langchain4j's own OpenAI client. It is loaded apart from Quarkus' extension, which
 * would put its client in that one's place; so it says all in types of the JDK.
 */
public final class LangChainTalk implements BiFunction<String, String, Map<String, String>> {

  private static final Map<String, Object> HONE =
      Map.of(
          "hone",
          Map.of(
              "max_iterations",
              1,
              "reward",
              Map.of("rubrics", List.of("It is right.", "It is short."))));
  private static final ChatRequest QUESTION =
      ChatRequest.builder().messages(UserMessage.from("Why is the sky blue?")).build();

  private final String baseUrl;

  public LangChainTalk(String baseUrl) {
    this.baseUrl = baseUrl;
  }

  /**
   * @param how {@code whole}, {@code stream} or {@code leave}, which cancels at the first word
   * @return what came of it; {@code error} is the class of a failure
   */
  @Override
  public Map<String, String> apply(String how, String model) {
    Map<String, String> result = new TreeMap<>();
    try {
      if (how.equals("whole")) {
        tell(whole(model), result);
      } else {
        stream(how.equals("leave"), model, result);
      }
    } catch (Exception e) {
      Throwable failure = e instanceof java.util.concurrent.ExecutionException ? e.getCause() : e;
      result.put("error", failure.getClass().getSimpleName());
      result.put("message", String.valueOf(failure.getMessage()));
    }
    return result;
  }

  private ChatResponse whole(String model) {
    return new OpenAiChatModel.OpenAiChatModelBuilder()
        .httpClientBuilder(new JdkHttpClientBuilder())
        .baseUrl(baseUrl)
        .apiKey("any")
        .modelName(model)
        .returnThinking(true)
        .customParameters(HONE)
        .maxRetries(0)
        .timeout(Duration.ofSeconds(20))
        .build()
        .chat(QUESTION);
  }

  private void stream(boolean leave, String model, Map<String, String> result) throws Exception {
    CompletableFuture<ChatResponse> end = new CompletableFuture<>();
    StringBuilder text = new StringBuilder();
    new OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder()
        .httpClientBuilder(new JdkHttpClientBuilder())
        .baseUrl(baseUrl)
        .apiKey("any")
        .modelName(model)
        .returnThinking(true)
        .customParameters(HONE)
        .timeout(Duration.ofSeconds(20))
        .build()
        .chat(
            QUESTION,
            new StreamingChatResponseHandler() {
              @Override
              public void onPartialResponse(PartialResponse part, PartialResponseContext context) {
                text.append(part.text());
              }

              @Override
              public void onPartialThinking(PartialThinking part, PartialThinkingContext context) {
                if (leave) {
                  context.streamingHandle().cancel();
                  end.complete(null);
                }
              }

              @Override
              public void onCompleteResponse(ChatResponse response) {
                end.complete(response);
              }

              @Override
              public void onError(Throwable error) {
                end.completeExceptionally(error);
              }
            });
    ChatResponse response = end.get(20, TimeUnit.SECONDS);
    if (response != null) {
      tell(response, result);
      result.put("streamed", text.toString());
    }
  }

  private static void tell(ChatResponse response, Map<String, String> result) {
    result.put("text", response.aiMessage().text());
    result.put("thinking", response.aiMessage().thinking());
    result.put("tokens", String.valueOf(response.tokenUsage().totalTokenCount()));
    result.put("finish", String.valueOf(response.finishReason()));
  }
}
