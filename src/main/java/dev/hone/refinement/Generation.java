package dev.hone.refinement;

import java.util.List;
import java.util.Map;

/**
 * How the model is to write; passed on to the provider as it is. What is {@code null} is not sent,
 * so the provider's default applies; zero is a value and is sent.
 *
 * @param maxTokens the most tokens of one answer
 * @param stop texts at which the provider ends an answer
 * @param responseFormat OpenAI's {@code response_format} object
 * @param reasoningEffort for reasoning models: {@code low}, {@code medium}, {@code high} or what
 *     the provider knows
 */
public record Generation(
    Double temperature,
    Double topP,
    Integer maxTokens,
    Long seed,
    List<String> stop,
    Map<String, Object> responseFormat,
    String reasoningEffort) {

  public static final Generation DEFAULT = new Generation(null, null, null, null, null, null, null);

  public Generation withTemperature(double temperature) {
    return new Generation(
        temperature, topP, maxTokens, seed, stop, responseFormat, reasoningEffort);
  }
}
