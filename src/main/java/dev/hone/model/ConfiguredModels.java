package dev.hone.model;

import dev.hone.refinement.LanguageModel;
import dev.hone.refinement.Models;
import dev.hone.telemetry.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkiverse.langchain4j.openai.common.OpenAiRestApi;
import io.quarkiverse.langchain4j.openai.runtime.config.LangChain4jOpenAiConfig;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The models that quarkus-langchain4j-openai's configuration names; its unnamed one is {@value
 * Models#DEFAULT}. None of its beans is used, so a missing key fails calls but not the start.
 */
@Startup
@ApplicationScoped
public class ConfiguredModels implements Models {

  private final Map<String, OpenAiModel> models = new LinkedHashMap<>();
  private final List<Description> descriptions;
  private final HttpClients clients;

  ConfiguredModels(
      Vertx vertx,
      ModelConfig config,
      QuirksConfig quirks,
      PricesConfig prices,
      LimitsConfig limits,
      TlsConfigurationRegistry tls,
      MeterRegistry registry,
      Traces traces,
      Instance<FallbackEndpoint> fallback) {
    clients = new HttpClients(vertx, config.connectTimeout(), config.maxCalls(), tls);
    CallSettings settings = settings(config, limits);
    CallPool pool = new CallPool(config.maxCalls(), config.maxWaitingCalls());
    List<ConfiguredModel> configured = configured(fallback);
    checkNames(configured, quirks, prices);
    for (ConfiguredModel model : configured) {
      models.put(
          model.name(),
          new OpenAiModel(
              model.name(),
              (VertxInternal) vertx,
              upstream(model),
              chatRequest(model, quirks),
              settings,
              pool,
              reports(model, registry, traces)));
    }
    descriptions = configured.stream().map(model -> description(model, prices, fallback)).toList();
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

  @Override
  public List<Description> describe() {
    return descriptions;
  }

  @PreDestroy
  void close() {
    clients.close();
  }

  /** What is said of a model that isn't there has no effect, and is most likely misspelt. */
  private static void checkNames(
      List<ConfiguredModel> configured, QuirksConfig quirks, PricesConfig prices) {
    Set<String> names =
        configured.stream()
            .map(ConfiguredModel::name)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Set<String> unknown = new TreeSet<>(quirks.models().keySet());
    unknown.addAll(prices.models().keySet());
    unknown.removeAll(names);
    if (!unknown.isEmpty()) {
      throw new ConfigurationException(
          "hone.models.%s: there is no such model; there are: %s"
              .formatted(unknown.iterator().next(), String.join(", ", names)));
    }
  }

  private Upstream upstream(ConfiguredModel model) {
    try {
      return new Upstream(
          clients.of(model.baseUri(), model.tlsConfiguration()),
          model.baseUri(),
          model.apiKey(),
          model.organization(),
          userAgent());
    } catch (IllegalArgumentException unusable) {
      throw new ConfigurationException(
          "The model \"%s\": %s".formatted(model.name(), unusable.getMessage()));
    }
  }

  private static String userAgent() {
    return "hone/"
        + ConfigProvider.getConfig()
            .getOptionalValue("quarkus.application.version", String.class)
            .orElse("unknown");
  }

  private static Description description(
      ConfiguredModel model, PricesConfig prices, Instance<FallbackEndpoint> fallback) {
    List<String> examples = model.fallback() ? fallback.get().examples() : List.of();
    return new Description(model.name(), model.fallback(), examples, prices.of(model.name()));
  }

  private static CallReport.To reports(
      ConfiguredModel model, MeterRegistry registry, Traces traces) {
    return new CallReport.To(
        new CallFigures(model.name(), model.upstreamModel(), registry),
        CallSpan.Kind.of(traces, model.upstreamModel(), model.baseUri()));
  }

  private static ChatRequest chatRequest(ConfiguredModel model, QuirksConfig config) {
    QuirksConfig.Quirks own = config.models().get(model.name());
    return new ChatRequest(
        model.upstreamModel(),
        model.defaults(),
        own == null ? Quirks.NONE : quirks(model.name(), own),
        OpenAiRestApi.ObjectMapperHolder.MAPPER);
  }

  private static Quirks quirks(String model, QuirksConfig.Quirks config) {
    try {
      return Quirks.of(model, config);
    } catch (IllegalArgumentException unusable) {
      throw new ConfigurationException(unusable.getMessage());
    }
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
        config.firstTokenLimit(),
        config.idleTimeout(),
        config.retries(),
        new Backoff(
            backoff.initial(),
            backoff.max(),
            backoff.rateLimited(),
            backoff.maxRetryAfter(),
            new Random()),
        config.waitTimeout(),
        Math.toIntExact(config.maxLine().asLongValue()),
        limits.candidate());
  }
}
