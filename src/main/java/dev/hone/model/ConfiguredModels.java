package dev.hone.model;

import dev.hone.refinement.LanguageModel;
import dev.hone.refinement.Models;
import io.quarkiverse.langchain4j.openai.common.OpenAiRestApi;
import io.quarkiverse.langchain4j.openai.runtime.config.LangChain4jOpenAiConfig;
import io.quarkus.runtime.Startup;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The models that quarkus-langchain4j-openai's configuration names; its unnamed one is {@value
 * Models#DEFAULT}. None of its beans is used, so a missing key fails calls but not the start.
 */
@Startup
@ApplicationScoped
public class ConfiguredModels implements Models {

  /**
   * A model as this server knows it.
   *
   * @param name Hone's
   * @param upstreamModel the provider's
   * @param fallback whether the {@link FallbackEndpoint} answers for it
   */
  public record Model(String name, String upstreamModel, boolean fallback) {}

  private final Map<String, OpenAiModel> models = new LinkedHashMap<>();
  private final List<Model> list;
  private final HttpClients clients;

  ConfiguredModels(
      Vertx vertx,
      ModelConfig config,
      QuirksConfig quirks,
      LimitsConfig limits,
      TlsConfigurationRegistry tls,
      Instance<FallbackEndpoint> fallback) {
    clients = new HttpClients(vertx, config.connectTimeout(), config.maxCalls(), tls);
    CallSettings settings = settings(config, limits);
    CallPool pool = new CallPool(config.maxCalls(), config.maxWaitingCalls());
    List<ConfiguredModel> configured = configured(fallback);
    for (ConfiguredModel model : configured) {
      models.put(
          model.name(),
          new OpenAiModel(
              model.name(),
              (VertxInternal) vertx,
              upstream(model),
              chatRequest(model, quirks),
              settings,
              pool));
    }
    list =
        configured.stream()
            .map(model -> new Model(model.name(), model.upstreamModel(), model.fallback()))
            .toList();
  }

  @Override
  public List<String> names() {
    return List.copyOf(models.keySet());
  }

  @Override
  public LanguageModel named(String name) {
    LanguageModel model = models.get(name);
    if (model == null) {
      throw new IllegalArgumentException(
          "there is no model \"%s\"; there are: %s"
              .formatted(name, String.join(", ", models.keySet())));
    }
    return model;
  }

  /** What {@link #names()} lists, with more about each, in the same order. */
  public List<Model> list() {
    return list;
  }

  /** Whether the default model is the fallback because nobody configured one. */
  public boolean usesFallback() {
    return list.get(0).fallback();
  }

  @PreDestroy
  void close() {
    clients.close();
  }

  private Upstream upstream(ConfiguredModel model) {
    return new Upstream(
        clients.of(model.baseUri(), model.tlsConfiguration()),
        model.baseUri(),
        model.apiKey(),
        model.organization());
  }

  private static ChatRequest chatRequest(ConfiguredModel model, QuirksConfig config) {
    QuirksConfig.Quirks own = config.models().get(model.name());
    return new ChatRequest(
        model.upstreamModel(),
        model.defaults(),
        own == null ? Quirks.NONE : Quirks.of(model.name(), own),
        OpenAiRestApi.ObjectMapperHolder.MAPPER);
  }

  private static List<ConfiguredModel> configured(Instance<FallbackEndpoint> fallback) {
    LangChain4jOpenAiConfig config =
        ConfigProvider.getConfig()
            .unwrap(SmallRyeConfig.class)
            .getConfigMapping(LangChain4jOpenAiConfig.class);
    Map<String, LangChain4jOpenAiConfig.OpenAiConfig> byName = new LinkedHashMap<>();
    byName.put(DEFAULT, config.defaultConfig());
    new TreeMap<>(config.namedConfig()).forEach(byName::putIfAbsent);
    return byName.entrySet().stream()
        .map(
            model ->
                ConfiguredModel.of(
                    model.getKey(),
                    model.getValue(),
                    config.defaultConfig(),
                    () -> baseUri(fallback)))
        .toList();
  }

  private static Optional<URI> baseUri(Instance<FallbackEndpoint> fallback) {
    return fallback.isResolvable() ? Optional.of(fallback.get().baseUri()) : Optional.empty();
  }

  private static CallSettings settings(ModelConfig config, LimitsConfig limits) {
    ModelConfig.Backoff backoff = config.backoff();
    return new CallSettings(
        config.firstTokenTimeout(),
        config.idleTimeout(),
        config.retries(),
        new Backoff(backoff.initial(), backoff.max(), backoff.maxRetryAfter(), new Random()),
        config.waitTimeout(),
        Math.toIntExact(config.maxLine().asLongValue()),
        limits.candidate());
  }
}
