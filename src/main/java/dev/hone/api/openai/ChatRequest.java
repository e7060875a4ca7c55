package dev.hone.api.openai;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.hone.refinement.Message;
import dev.hone.refinement.RewardSpec;
import dev.hone.refinement.Stop;
import java.util.List;
import java.util.Map;

/**
 * OpenAI's request, as far as it matters here; anything may be {@code null}. {@code hone} is ours.
 *
 * @param maxTokens the older name of {@code maxCompletionTokens}
 */
public record ChatRequest(
    String model,
    List<Message> messages,
    Boolean stream,
    StreamOptions streamOptions,
    Integer maxTokens,
    Integer maxCompletionTokens,
    @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> stop,
    Long seed,
    Double temperature,
    Double topP,
    Map<String, Object> responseFormat,
    String reasoningEffort,
    Integer n,
    List<Object> tools,
    List<Object> functions,
    List<String> modalities,
    Map<String, Object> audio,
    Hone hone) {

  record StreamOptions(Boolean includeUsage) {}

  /** How to refine; each wins over the preset that the model's name brings. */
  public record Hone(RewardSpec reward, Integer maxIterations, Stop stop, String judgeModel) {

    static final Hone NONE = new Hone(null, null, null, null);
  }

  boolean streams() {
    return Boolean.TRUE.equals(stream);
  }

  boolean wantsUsage() {
    return streamOptions != null && Boolean.TRUE.equals(streamOptions.includeUsage);
  }

  Integer tokenLimit() {
    return maxCompletionTokens == null ? maxTokens : maxCompletionTokens;
  }
}
