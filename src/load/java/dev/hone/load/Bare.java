package dev.hone.load;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What Vert.x alone costs: a server that writes the bytes of one run's events to all who watch,
 * each made once, and does nothing else. It begins when all are there; who doesn't read is passed
 * over.
 */
public final class Bare extends AbstractVerticle {

  private static final String RUN = "01a20de9-0000-7000-8000-000000000000";
  private static final int LARGEST_MESSAGE = 16 << 20;

  private static final List<Bare> LOOPS = new CopyOnWriteArrayList<>();
  private static final AtomicInteger WATCHERS = new AtomicInteger();

  private final Script script;
  private final int awaited;
  private final List<HttpServerResponse> streams = new ArrayList<>();
  private final List<ServerWebSocket> sockets = new ArrayList<>();
  private long seq;
  private int sent;

  private Bare(Script script, int awaited) {
    this.script = script;
    this.awaited = awaited;
  }

  /** Tokens, tokens a second, and how many watch. */
  public static void main(String[] args) {
    Script script = new Script(Integer.parseInt(args[0]), Integer.parseInt(args[1]), false);
    int loops = Runtime.getRuntime().availableProcessors(); // as many as Quarkus has
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops));
    vertx
        .deployVerticle(
            () -> new Bare(script, Integer.parseInt(args[2])),
            new DeploymentOptions().setInstances(loops))
        .onFailure(Throwable::printStackTrace);
  }

  @Override
  public void start(Promise<Void> started) {
    LOOPS.add(this);
    vertx
        .createHttpServer(
            new HttpServerOptions()
                .setMaxWebSocketFrameSize(LARGEST_MESSAGE)
                .setMaxWebSocketMessageSize(LARGEST_MESSAGE))
        .requestHandler(this::stream)
        .webSocketHandler(this::socket)
        .listen(-1, Site.HOST) // below 0: one port for all that ask for it
        .onSuccess(
            server -> System.out.println("Listening on: http://localhost:" + server.actualPort()))
        .<Void>mapEmpty()
        .onComplete(started);
  }

  private void stream(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    response.setChunked(true).putHeader("Content-Type", "text/event-stream;charset=UTF-8");
    response.exceptionHandler(gone -> {});
    response.closeHandler(closed -> streams.remove(response));
    response.write(sse(fact(1, "run.created", "")));
    streams.add(response);
    came();
  }

  private void socket(ServerWebSocket socket) {
    socket.exceptionHandler(gone -> {});
    socket.closeHandler(closed -> sockets.remove(socket));
    socket.writeTextMessage(fact(1, "run.created", ""));
    sockets.add(socket);
    came();
  }

  private void came() {
    if (WATCHERS.incrementAndGet() == awaited) {
      seq = 1;
      all("candidate.started", ",\"candidate\":0,\"iteration\":0");
      vertx.setPeriodic(1_000 / script.rate(), this::tick);
    }
  }

  private void tick(long timer) {
    if (sent < script.tokens()) {
      String text = "t" + sent++ + "." + System.nanoTime() + " ";
      all("candidate.delta", ",\"candidate\":0,\"text\":\"" + text + "\"");
    } else {
      vertx.cancelTimer(timer);
      all("run.completed", ",\"candidates\":1");
    }
  }

  private void all(String type, String fields) {
    String json = fact(++seq, type, fields);
    Buffer sse = sse(json, seq, type);
    LOOPS.forEach(loop -> loop.context.runOnContext(turn -> loop.write(sse, json)));
  }

  private void write(Buffer sse, String json) {
    for (HttpServerResponse stream : streams) {
      if (!stream.writeQueueFull()) {
        stream.write(sse);
      }
    }
    for (ServerWebSocket socket : sockets) {
      if (!socket.writeQueueFull()) {
        socket.writeTextMessage(json);
      }
    }
  }

  private static String fact(long seq, String type, String fields) {
    return "{\"type\":\"%s\",\"run\":\"%s\",\"seq\":%d,\"at\":\"%s\"%s}"
        .formatted(type, RUN, seq, Instant.now().truncatedTo(ChronoUnit.MILLIS), fields);
  }

  private static Buffer sse(String json) {
    return sse(json, 1, "run.created");
  }

  private static Buffer sse(String json, long seq, String type) {
    return Buffer.buffer("id: " + seq + "\nevent: " + type + "\ndata: " + json + "\n\n");
  }
}
