package dev.hone.load;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What a measurement needs: the model, clients for watchers, and the server that is measured. */
final class Site implements AutoCloseable {

  static final String HOST = "127.0.0.1";

  private static final int LOOPS = 2;
  private static final int LARGEST_MESSAGE = 16 << 20;

  /** So little that what a slow watcher doesn't read waits in the server, not in its own system. */
  private static final int SLOW_RECEIVES = 4_096;

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Plan plan;
  private final Meter meter = new Meter();
  private final Vertx vertx =
      Vertx.vertx(
          new VertxOptions()
              .setEventLoopPoolSize(LOOPS)
              // Thousands of connections that are made at once take one loop longer than 2 s.
              .setBlockedThreadCheckInterval(TimeUnit.HOURS.toMillis(1)));
  private final Model model = Model.start(vertx).toCompletionStage().toCompletableFuture().join();
  private final NetClient tcp = vertx.createNetClient();
  private final NetClient slowTcp =
      vertx.createNetClient(new NetClientOptions().setReceiveBufferSize(SLOW_RECEIVES));
  private final WebSocketClient webSockets = vertx.createWebSocketClient(webSocketOptions());
  private final WebSocketClient slowWebSockets =
      vertx.createWebSocketClient(webSocketOptions().setReceiveBufferSize(SLOW_RECEIVES));
  private Target target;

  Site(Plan plan) {
    this.plan = plan;
  }

  private static WebSocketClientOptions webSocketOptions() {
    return new WebSocketClientOptions()
        .setMaxConnections(Integer.MAX_VALUE)
        .setMaxFrameSize(LARGEST_MESSAGE)
        .setMaxMessageSize(LARGEST_MESSAGE);
  }

  Plan plan() {
    return plan;
  }

  Vertx vertx() {
    return vertx;
  }

  Meter meter() {
    return meter;
  }

  Model model() {
    return model;
  }

  NetClient tcp(boolean slow) {
    return slow ? slowTcp : tcp;
  }

  WebSocketClient webSockets(boolean slow) {
    return slow ? slowWebSockets : webSockets;
  }

  /** Where the server listens that is measured now. */
  int port() {
    return target.port();
  }

  Target target() {
    return target;
  }

  /**
   * Starts Hone and measures it from now on.
   *
   * @param settings beside those that every measurement has
   */
  Target hone(Map<String, String> settings) throws IOException {
    Map<String, String> all = new TreeMap<>(settings);
    all.putIfAbsent("quarkus.http.host", HOST);
    all.putIfAbsent("quarkus.http.port", "0");
    all.putIfAbsent("hone.run-log.store", "memory");
    all.put("quarkus.langchain4j.openai.api-key", "scripted");
    all.put("quarkus.langchain4j.openai.base-url", "http://" + HOST + ":" + model.port() + "/v1");
    all.put("hone.limits.connections", "100000");
    all.put("hone.runs.max-active", "" + Math.max(2_000, plan.orZero("runs")));
    // A model that is silent on purpose is not to be asked again.
    all.put("hone.model.idle-timeout", Duration.ofHours(1).toString());
    target = Target.hone(plan.get("heap"), all);
    return target;
  }

  /** Starts so many runs that nobody watches, one after the other, and tells their ids. */
  List<String> starts(Script script, int runs) {
    List<String> ids = new ArrayList<>();
    HttpRequest start =
        HttpRequest.newBuilder(URI.create("http://" + HOST + ":" + port() + "/v1/refinements"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(script.start()))
            .build();
    try {
      for (int i = 0; i < runs; i++) {
        String run = HTTP.send(start, HttpResponse.BodyHandlers.ofString()).body();
        ids.add(new JsonObject(run).getString("id"));
      }
    } catch (IOException e) {
      throw new IllegalStateException("a run can't be started", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return ids;
  }

  /** The same for the server that does nothing but write. */
  Target bare(Script script) throws IOException {
    target = Target.bare(plan.get("heap"), script, plan.get("sse") + plan.get("ws"));
    return target;
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
