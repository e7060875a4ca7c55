package dev.hone.model;

import dev.hone.refinement.Generation;
import io.quarkiverse.langchain4j.openai.runtime.config.ChatModelConfig;
import io.quarkiverse.langchain4j.openai.runtime.config.LangChain4jOpenAiConfig.OpenAiConfig;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What quarkus-langchain4j-openai's configuration says about one model. A value that is the
 * extension's default counts as unset: it is the provider's default too, and some models refuse a
 * parameter that is sent at all.
 */
record ConfiguredModel(
    String name,
    String upstreamModel,
    URI baseUri,
    Optional<String> apiKey,
    Optional<String> organization,
    Optional<String> tlsConfiguration,
    Generation defaults,
    boolean fallback) {

  private static final String DEFAULT_BASE_URL = "https://api.openai.com/v1/";
  private static final String NO_KEY = "dummy";
  private static final double PROVIDER_DEFAULT = 1.0;

  /**
   * Reads one.
   *
   * @param own the model's configuration
   * @param unnamed the default model's: a model without a base URL of its own is reached as that
   *     one is, with its key; one with a base URL never gets the other's key
   * @param fallback asked where neither names an API
   */
  static ConfiguredModel of(
      String name, OpenAiConfig own, OpenAiConfig unnamed, Supplier<Optional<URI>> fallback) {
    OpenAiConfig access = baseUrl(own).isPresent() ? own : unnamed;
    Optional<String> key = apiKey(own).or(() -> apiKey(access));
    Optional<String> baseUrl = baseUrl(access);
    Optional<URI> standIn = key.isEmpty() && baseUrl.isEmpty() ? fallback.get() : Optional.empty();
    return new ConfiguredModel(
        name,
        own.chatModel().modelName(),
        standIn.orElseGet(() -> URI.create(baseUrl.orElse(DEFAULT_BASE_URL))),
        key,
        own.organizationId().or(access::organizationId),
        own.tlsConfigurationName().or(access::tlsConfigurationName),
        generation(own.chatModel()),
        standIn.isPresent());
  }

  private static Generation generation(ChatModelConfig config) {
    return new Generation(
        config.temperature().filter(value -> value != PROVIDER_DEFAULT).orElse(null),
        config.topP().filter(value -> value != PROVIDER_DEFAULT).orElse(null),
        config.maxCompletionTokens().or(config::maxTokens).orElse(null),
        null,
        config.stop().orElse(null),
        null,
        config.reasoningEffort().orElse(null));
  }

  private static Optional<String> baseUrl(OpenAiConfig config) {
    return Optional.of(config.baseUrl()).filter(url -> !url.equals(DEFAULT_BASE_URL));
  }

  private static Optional<String> apiKey(OpenAiConfig config) {
    return Optional.of(config.apiKey()).filter(key -> !key.equals(NO_KEY));
  }
}
