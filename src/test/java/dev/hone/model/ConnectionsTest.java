package dev.hone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.refinement.ModelChunk;
import dev.hone.refinement.ModelFailure;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.Context;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.PfxOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionsTest {

  private final ScriptedModelServer server = ScriptedModelServer.start();
  private final TestModel model = new TestModel(server.baseUri());

  @AfterEach
  void close() {
    model.close();
    server.close();
  }

  @Test
  void usesAConnectionAgainOnItsEventLoop() {
    server.otherwise(request -> ScriptedAnswer.of("Hi"));
    Context loop = loopOf(model);

    completeOn(loop, model);
    completeOn(loop, model);

    assertEquals(1, server.everConnected());
  }

  @Test
  void leavesConnectionsToTheirEventLoops() {
    server.otherwise(request -> ScriptedAnswer.of("Hi"));
    Context here = loopOf(model);
    Context there = loopOf(model);

    completeOn(here, model);
    completeOn(there, model);
    completeOn(here, model);
    completeOn(there, model);

    assertEquals(2, server.everConnected());
  }

  @Test
  void failsACallThatComesAfterTheClose() {
    model.retries = 0;
    server.otherwise(request -> ScriptedAnswer.of("Hi"));
    model.complete();

    model.closeConnections();

    assertUnavailable(
        model.call().awaitFailure(TestModel.PATIENCE),
        "The model's provider can't be reached; tried 1 time.");
  }

  @Test
  void usesAConnectionAgainAfterARefusal() {
    server.enqueue(ScriptedAnswer.error(500, "server_error", "sorry"), ScriptedAnswer.of("Hi"));

    model.complete();

    assertEquals(1, server.everConnected());
  }

  @Test
  void noneOfManyFastCallsFailsOrIsRetried() {
    String[] tokens = IntStream.range(0, 200).mapToObj(i -> "t" + i + " ").toArray(String[]::new);
    server.otherwise(request -> ScriptedAnswer.tokens(tokens));

    List<List<ModelChunk>> calls =
        Multi.createFrom()
            .range(0, 160)
            .onItem()
            .transformToUni(i -> model.model().stream(TestModel.HELLO).collect().asList())
            .merge(8)
            .collect()
            .asList()
            .await()
            .atMost(Duration.ofSeconds(60));

    assertEquals(160, calls.size());
    calls.forEach(chunks -> assertEquals(List.of(), TestModel.retries(chunks)));
    calls.forEach(chunks -> assertEquals(String.join("", tokens), TestModel.text(chunks)));
    int most = 2 * 8 * VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE;
    assertTrue(server.everConnected() <= most, () -> server.everConnected() + " connections");
  }

  @Test
  void makesNoMoreCallsAtATimeThanThePoolHasPlaces() {
    model.maxCalls = 2;
    server.otherwise(request -> ScriptedAnswer.of("Hi").every(Duration.ofMillis(5)));

    List<AssertSubscriber<ModelChunk>> calls =
        IntStream.range(0, 20).mapToObj(i -> model.call()).toList();

    calls.forEach(call -> call.awaitCompletion(TestModel.PATIENCE));
    assertEquals(2, server.mostAtATime());
  }

  @Test
  void failsACallThatFindsTheQueueFull() {
    model.maxCalls = 1;
    model.maxWaiting = 0;
    server.enqueue(ScriptedAnswer.silent());
    model.call();
    server.awaitRequest(1);

    AssertSubscriber<ModelChunk> call = model.call().awaitFailure(TestModel.PATIENCE);

    assertUnavailable(call, "Too many model calls are waiting.");
  }

  @Test
  void failsACallThatWaitedTooLongForAPlace() {
    model.maxCalls = 1;
    model.placeWait = Duration.ofMillis(100);
    server.enqueue(ScriptedAnswer.silent());
    model.call();
    server.awaitRequest(1);

    AssertSubscriber<ModelChunk> call = model.call().awaitFailure(TestModel.PATIENCE);

    assertUnavailable(call, "Too many model calls are under way; this one waited in vain.");
  }

  @Test
  void resetsTheStreamOfHttp2AndKeepsTheConnection(@TempDir Path folder) throws Exception {
    HttpServerOptions options =
        new HttpServerOptions()
            .setSsl(true)
            .setUseAlpn(true)
            .setKeyCertOptions(selfSigned(folder.resolve("server.p12")));
    HttpClientOptions trusting =
        HttpClients.secureOptions(Duration.ofSeconds(5)).setTrustAll(true).setVerifyHost(false);
    try (ScriptedModelServer secure = ScriptedModelServer.start(options);
        TestModel overHttp2 =
            new TestModel(URI.create("https://localhost:" + secure.port() + "/v1"), trusting)) {
      secure.enqueue(ScriptedAnswer.stream().flood("token "), ScriptedAnswer.of("Hi"));
      Context loop = loopOf(overHttp2);
      AssertSubscriber<ModelChunk> call = callOn(loop, overHttp2).awaitItems(2, TestModel.PATIENCE);

      call.cancel();

      ScriptedModelServer.Received first = secure.requests().get(0);
      secure.awaitAbandoned(first);
      assertEquals("Hi", TestModel.text(completeOn(loop, overHttp2)));
      assertEquals(HttpVersion.HTTP_2.alpnName(), first.headers().get(":version"));
      assertEquals(1, secure.everConnected());
    }
  }

  private static Context loopOf(TestModel model) {
    return ((VertxInternal) model.vertx()).createEventLoopContext();
  }

  private static AssertSubscriber<ModelChunk> callOn(Context loop, TestModel model) {
    AssertSubscriber<ModelChunk> call = AssertSubscriber.create(Long.MAX_VALUE);
    loop.runOnContext(v -> model.model().stream(TestModel.HELLO).subscribe().withSubscriber(call));
    return call;
  }

  private static List<ModelChunk> completeOn(Context loop, TestModel model) {
    return callOn(loop, model).awaitCompletion(TestModel.PATIENCE).getItems();
  }

  private static PfxOptions selfSigned(Path store) throws Exception {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String[] command = {
      keytool,
      "-genkeypair",
      "-alias",
      "server",
      "-keyalg",
      "EC",
      "-dname",
      "CN=localhost",
      "-storetype",
      "PKCS12",
      "-storepass",
      "changeit",
      "-keystore",
      store.toString()
    };
    assertEquals(0, new ProcessBuilder(command).start().waitFor());
    return new PfxOptions().setPath(store.toString()).setPassword("changeit");
  }

  private static void assertUnavailable(AssertSubscriber<ModelChunk> call, String message) {
    ModelFailure failure = (ModelFailure) call.getFailure();
    assertEquals(ModelFailure.Kind.UNAVAILABLE, failure.kind());
    assertEquals(message, failure.getMessage());
  }
}
