package dev.hone.reward.remote;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.refinement.Assessment;
import dev.hone.refinement.Evaluation;
import dev.hone.refinement.Json;
import dev.hone.refinement.Message;
import dev.hone.refinement.Subject;
import dev.hone.refinement.Usage;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteRewardTest {

  private static final Evaluation FAILED = Evaluation.failed(Usage.NONE);

  private static Vertx vertx;
  private static int port;
  private static Consumer<HttpServerRequest> server;
  private static final AtomicInteger CALLS = new AtomicInteger();
  private static final AtomicReference<String> BODY = new AtomicReference<>();

  @BeforeAll
  static void startServer() throws Exception {
    vertx = Vertx.vertx();
    port =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  CALLS.incrementAndGet();
                  request
                      .body()
                      .onSuccess(
                          body -> {
                            BODY.set(body.toString());
                            server.accept(request);
                          });
                })
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS)
            .actualPort();
  }

  @AfterAll
  static void stopServer() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @BeforeEach
  void forget() {
    CALLS.set(0);
    BODY.set(null);
  }

  @Test
  void takesScoreAndReasonsFromTheServer() {
    answers(
        """
        {"score": 0.25, "extra": 1, "details": [
          {"name": "tone", "score": 0.5, "reason": "Too stiff."},
          {"name": "length", "score": 0, "reason": "Too long."}]}""");

    assertEquals(
        new Evaluation(
            0.25,
            List.of(
                new Evaluation.Detail("tone", 0.5, "Too stiff."),
                new Evaluation.Detail("length", 0.0, "Too long.")),
            null,
            null,
            "Too stiff.\nToo long.",
            Usage.NONE,
            null),
        evaluate(new Config()));
  }

  @Test
  void doesWithoutDetails() {
    answers("{\"score\": 1}");

    assertEquals(
        List.of(new Evaluation.Detail("taste", 1.0, "Score: 1.000.")),
        evaluate(new Config()).details());
  }

  @Test
  void sendsTheSampleAndTheHeadersOfTheConfiguration() throws Exception {
    AtomicReference<String> key = new AtomicReference<>();
    server =
        request -> {
          key.set(request.getHeader("Authorization"));
          request.response().end("{\"score\": 1}");
        };

    evaluate(new Config());

    JsonNode sent = Json.MAPPER.readTree(BODY.get());
    assertEquals(
        "{\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}],"
            + "\"candidates\":[\"An answer.\"],\"reference\":\"Right.\"}",
        sent.toString());
    assertEquals("Bearer secret", key.get());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "not json",
        "<html>",
        "{\"score\": \"1\"}",
        "{\"score\": null}",
        "{\"score\": 1.5}",
        "{\"score\": -0.5}",
        "{\"score\": NaN}",
        "{\"score\": 1} x",
        "{\"score\": 1, \"details\": {}}"
      })
  void hasNoScoreWhereTheAnswerIsWrongAndAsksNoMore(String wrong) {
    answers(wrong);

    assertEquals(FAILED, evaluate(new Config()));
    assertEquals(1, CALLS.get());
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308, 400, 401, 404, 204, 201})
  void followsNoRedirectAndRetriesNoRefusal(int status) {
    server =
        request ->
            request
                .response()
                .setStatusCode(status)
                .putHeader("Location", "http://127.0.0.1:" + port + "/other")
                .end();

    assertEquals(FAILED, evaluate(new Config()));
    assertEquals(1, CALLS.get());
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void asksAgainWhereAFailureMayPass(int status) {
    server =
        request -> {
          if (CALLS.get() < 3) {
            request.response().setStatusCode(status).end();
          } else {
            request.response().end("{\"score\": 1}");
          }
        };

    assertEquals(1.0, evaluate(new Config()).score());
    assertEquals(3, CALLS.get());
  }

  @Test
  void givesUpAfterTheRetriesOfTheConfiguration() {
    server = request -> request.response().setStatusCode(500).end();

    assertEquals(FAILED, evaluate(new Config()));
    assertEquals(3, CALLS.get());
  }

  @Test
  void hasNoScoreWhereTheServerIsDown() {
    assertEquals(FAILED, evaluate(new Config(URI.create("http://127.0.0.1:1/"), 0)));
  }

  @Test
  void hasNoScoreWhereTheServerIsSilent() {
    server = request -> {};

    assertEquals(FAILED, evaluate(new Config(uri(), 0)));
  }

  @Test
  void hasNoScoreWhereTheAnswerDripsWithoutEnd() {
    server =
        request -> {
          request.response().setChunked(true);
          long timer = vertx.setPeriodic(20, tick -> request.response().write(" "));
          request.connection().closeHandler(closed -> vertx.cancelTimer(timer));
        };

    assertEquals(FAILED, evaluate(new Config(uri(), 0)));
  }

  @Test
  void hasNoScoreWhereTheConnectionIsCut() {
    server =
        request -> {
          request.response().setChunked(true).write("{\"score\":");
          request.connection().close();
        };

    assertEquals(FAILED, evaluate(new Config(uri(), 0)));
  }

  @Test
  void readsNoMoreThanTheLargestSize() {
    AtomicInteger closed = new AtomicInteger();
    server =
        request -> {
          request.connection().closeHandler(gone -> closed.incrementAndGet());
          request.response().end(" ".repeat(5_000_000) + "{\"score\": 1}");
        };

    assertEquals(FAILED, evaluate(new Config()));
    assertEquals(1, CALLS.get());
    await().untilAsserted(() -> assertEquals(1, closed.get()));
  }

  @Test
  void cancellingClosesTheConnection() {
    AtomicInteger closed = new AtomicInteger();
    server = request -> request.connection().closeHandler(gone -> closed.incrementAndGet());
    AssertSubscriber<Assessment> watcher = watch(new Config());
    await().untilAsserted(() -> assertEquals(1, CALLS.get()));

    watcher.cancel();

    await().atMost(Duration.ofSeconds(1)).untilAsserted(() -> assertEquals(1, closed.get()));
  }

  @Test
  void sendsNothingBeforeSomebodyWatches() {
    new RemoteReward("taste", new Config(), vertx).evaluate(subject());

    assertEquals(0, CALLS.get());
  }

  @Test
  void keepsItsConnectionOpenForTheSameEventLoop() throws Exception {
    Set<Object> connections = ConcurrentHashMap.newKeySet();
    server =
        request -> {
          connections.add(request.connection());
          request.response().end("{\"score\": 1}");
        };
    RemoteReward reward = new RemoteReward("taste", new Config(), vertx);

    CompletableFuture<Long> evaluated = new CompletableFuture<>();
    vertx
        .getOrCreateContext()
        .runOnContext(
            ignored ->
                Multi.createFrom()
                    .range(0, 20)
                    .onItem()
                    .transformToMultiAndConcatenate(i -> reward.evaluate(subject()))
                    .collect()
                    .with(Collectors.counting())
                    .subscribe()
                    .with(evaluated::complete));

    assertEquals(20, evaluated.get(10, TimeUnit.SECONDS));
    // The next request may start before the last connection is back.
    assertTrue(connections.size() <= 2, connections::toString);
  }

  private static void answers(String json) {
    server = request -> request.response().end(json);
  }

  private static Evaluation evaluate(Config config) {
    return verdict(watch(config));
  }

  private static Evaluation verdict(AssertSubscriber<Assessment> watcher) {
    watcher.awaitCompletion(Duration.ofSeconds(20));
    return ((Assessment.Verdict) watcher.getLastItem()).evaluation();
  }

  private static AssertSubscriber<Assessment> watch(Config config) {
    return watch(new RemoteReward("taste", config, vertx));
  }

  private static AssertSubscriber<Assessment> watch(RemoteReward reward) {
    return reward.evaluate(subject()).subscribe().withSubscriber(AssertSubscriber.create(10));
  }

  private static Subject subject() {
    return new Subject(
        List.of(Message.user("Why?")), List.of("Old.", "An answer."), 1, 0, "Right.");
  }

  private static URI uri() {
    return URI.create("http://127.0.0.1:" + port + "/evaluate");
  }

  private record Config(URI url, int retries) implements RemoteConfig {

    Config() {
      this(uri(), 2);
    }

    @Override
    public Optional<String> description() {
      return Optional.empty();
    }

    @Override
    public Map<String, String> headers() {
      return Map.of("Authorization", "Bearer secret");
    }

    @Override
    public Duration timeout() {
      return retries == 0 ? Duration.ofMillis(400) : Duration.ofSeconds(10);
    }

    @Override
    public MemorySize maxSize() {
      return new MemorySize(BigInteger.valueOf(100_000));
    }

    @Override
    public int connections() {
      return 4;
    }

    @Override
    public boolean needsReference() {
      return false;
    }

    @Override
    public OptionalDouble min() {
      return OptionalDouble.of(0);
    }

    @Override
    public OptionalDouble max() {
      return OptionalDouble.of(1);
    }
  }
}
