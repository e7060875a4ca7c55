package dev.hone.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hone.refinement.Generation;
import dev.hone.refinement.LanguageModel;
import dev.hone.refinement.LanguageModel.Request;
import dev.hone.refinement.Message;
import dev.hone.refinement.ModelChunk;
import dev.hone.telemetry.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.impl.VertxInternal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/** The real adapter with short waits, without Quarkus. */
final class TestModel implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(10);
  static final Request HELLO =
      new Request(List.of(Message.user("Hello, who are you?")), Generation.DEFAULT);

  private final Vertx vertx = Vertx.vertx();
  private final Connections connections;
  private final URI baseUri;
  Duration firstToken = Duration.ofSeconds(20);
  Duration firstTokenLimit = Duration.ofMinutes(10);
  Duration idle = Duration.ofSeconds(20);
  Duration backoff = Duration.ofMillis(20);
  Duration rateLimited = Duration.ofMillis(20);
  Duration placeWait = Duration.ofSeconds(20);
  int retries = 3;
  int maxCalls = 100;
  int maxWaiting = 100;
  int candidateLimit = 1_000_000;
  Quirks quirks = Quirks.NONE;
  Generation defaults = Generation.DEFAULT;
  final MeterRegistry registry = new SimpleMeterRegistry();
  private final CallFigures figures = new CallFigures("default", "gpt-test", registry);
  Traces traces = Traces.OFF;
  private CallPool pool;

  TestModel(URI baseUri) {
    this(baseUri, HttpClients.options(Duration.ofSeconds(5)));
  }

  TestModel(URI baseUri, HttpClientOptions options) {
    this.baseUri = baseUri;
    connections = new Connections(vertx, options, HttpClients.pool(1000));
  }

  void closeConnections() {
    connections.close();
  }

  Vertx vertx() {
    return vertx;
  }

  LanguageModel model() {
    if (pool == null) {
      pool = new CallPool(maxCalls, maxWaiting);
    }
    return new OpenAiModel(
        "default",
        (VertxInternal) vertx,
        new Upstream(connections, baseUri, Optional.of("sk-secret"), Optional.empty(), "hone/test"),
        new ChatRequest("gpt-test", defaults, quirks, new ObjectMapper()),
        new CallSettings(
            firstToken,
            firstTokenLimit,
            idle,
            retries,
            new Backoff(
                backoff,
                Duration.ofSeconds(20),
                rateLimited,
                Duration.ofSeconds(60),
                new Random(7)),
            placeWait,
            1 << 20,
            candidateLimit),
        pool,
        new CallReport.To(figures, CallSpan.Kind.of(traces, "gpt-test", baseUri)));
  }

  AssertSubscriber<ModelChunk> call(long demand) {
    return model().stream(HELLO).subscribe().withSubscriber(AssertSubscriber.create(demand));
  }

  AssertSubscriber<ModelChunk> call() {
    return call(Long.MAX_VALUE);
  }

  /** All of a call that completes. */
  List<ModelChunk> complete() {
    return call().awaitCompletion(PATIENCE).getItems();
  }

  /** The text that is not void. */
  static String text(List<ModelChunk> chunks) {
    return chunks.stream()
        .skip(lastRetry(chunks))
        .filter(ModelChunk.Text.class::isInstance)
        .map(chunk -> ((ModelChunk.Text) chunk).text())
        .collect(Collectors.joining());
  }

  static String thinking(List<ModelChunk> chunks) {
    return chunks.stream()
        .skip(lastRetry(chunks))
        .filter(ModelChunk.Thinking.class::isInstance)
        .map(chunk -> ((ModelChunk.Thinking) chunk).text())
        .collect(Collectors.joining());
  }

  static List<String> retries(List<ModelChunk> chunks) {
    return chunks.stream()
        .filter(ModelChunk.Retrying.class::isInstance)
        .map(chunk -> ((ModelChunk.Retrying) chunk).cause())
        .toList();
  }

  static ModelChunk.Finished finished(List<ModelChunk> chunks) {
    return (ModelChunk.Finished) chunks.get(chunks.size() - 1);
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static long lastRetry(List<ModelChunk> chunks) {
    for (int i = chunks.size(); i > 0; i--) {
      if (chunks.get(i - 1) instanceof ModelChunk.Retrying) {
        return i;
      }
    }
    return 0;
  }
}
