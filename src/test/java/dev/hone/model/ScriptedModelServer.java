package dev.hone.model;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;

/**
 * An OpenAI-compatible server on a free loopback port that does what a test scripts: first the
 * queued answers, then the function of the request. It remembers what it was asked, and knows when
 * a client closed a connection or a stream. Safe for any thread.
 */
public final class ScriptedModelServer implements AutoCloseable {

  /** One request that arrived. */
  public static final class Received {
    private final JsonObject body;
    private final Map<String, String> headers;
    private final AtomicLong written = new AtomicLong();
    private volatile boolean abandoned;
    private volatile boolean ended;

    private Received(JsonObject body, Map<String, String> headers) {
      this.body = body;
      this.headers = headers;
    }

    public JsonObject body() {
      return body;
    }

    /** By lower-case name. */
    public Map<String, String> headers() {
      return headers;
    }

    /** Bytes that the socket took so far. */
    public long written() {
      return written.get();
    }

    /** Whether the client went away before the answer's end. */
    public boolean isAbandoned() {
      return abandoned;
    }
  }

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Vertx vertx = Vertx.vertx();
  private final Queue<ScriptedAnswer> queued = new ConcurrentLinkedQueue<>();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicLong everConnected = new AtomicLong();
  private final AtomicInteger mostAtATime = new AtomicInteger();
  private final HttpServer server;
  private volatile Function<JsonObject, ScriptedAnswer> otherwise =
      request -> ScriptedAnswer.error(500, "unscripted", "nothing is scripted for this request");

  private ScriptedModelServer(HttpServerOptions options) {
    server =
        vertx
            .createHttpServer(options.setHost("127.0.0.1").setPort(0))
            .connectionHandler(this::connected)
            .requestHandler(this::handle);
    server.listen().toCompletionStage().toCompletableFuture().join();
  }

  public static ScriptedModelServer start() {
    return new ScriptedModelServer(new HttpServerOptions());
  }

  /** With TLS, HTTP/2 or what else the options say. */
  public static ScriptedModelServer start(HttpServerOptions options) {
    return new ScriptedModelServer(options);
  }

  /** The base URL to configure. */
  public URI baseUri() {
    return URI.create("http://127.0.0.1:" + port() + "/v1");
  }

  public int port() {
    return server.actualPort();
  }

  /** Adds answers for the next requests, one each. */
  public ScriptedModelServer enqueue(ScriptedAnswer... answers) {
    queued.addAll(List.of(answers));
    return this;
  }

  /** Answers whatever is not queued for. */
  public ScriptedModelServer otherwise(Function<JsonObject, ScriptedAnswer> answer) {
    otherwise = answer;
    return this;
  }

  /** Forgets scripts and requests. */
  public void reset() {
    queued.clear();
    received.clear();
    mostAtATime.set(0);
    otherwise = request -> ScriptedAnswer.error(500, "unscripted", "nothing is scripted");
  }

  /** In the order of arrival. */
  public List<Received> requests() {
    return List.copyOf(received);
  }

  /** Waits until so many requests have arrived, and gives the last of them. */
  public Received awaitRequest(int count) {
    Awaitility.await().atMost(PATIENCE).until(() -> received.size() >= count);
    return received.get(count - 1);
  }

  /** Waits until the client has gone away from a request. */
  public void awaitAbandoned(Received request) {
    Awaitility.await().atMost(PATIENCE).until(request::isAbandoned);
  }

  /** Connections that are open. */
  public int openConnections() {
    return connections.size();
  }

  /** Connections that were ever made. */
  public long everConnected() {
    return everConnected.get();
  }

  /** How many requests were ever being answered at a time. */
  public int mostAtATime() {
    return mostAtATime.get();
  }

  /** The text of all messages of a request, a line each. */
  public static String text(JsonObject request) {
    return StreamSupport.stream(request.getJsonArray("messages").spliterator(), false)
        .map(message -> String.valueOf(((JsonObject) message).getValue("content")))
        .collect(Collectors.joining("\n"));
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private void connected(HttpConnection connection) {
    everConnected.incrementAndGet();
    connections.add(connection);
    connection.closeHandler(closed -> connections.remove(connection));
  }

  private void handle(HttpServerRequest request) {
    request.body().onSuccess(body -> answer(request, body));
  }

  private void answer(HttpServerRequest request, Buffer body) {
    Map<String, String> headers = new ConcurrentHashMap<>();
    request.headers().forEach((name, value) -> headers.put(name.toLowerCase(), value));
    headers.put(":path", request.path());
    headers.put(":version", request.version().alpnName());
    Received record = new Received(body.toJsonObject(), headers);
    ScriptedAnswer next = queued.poll();
    ScriptedAnswer answer = next != null ? next : otherwise.apply(record.body());
    request.response().closeHandler(closed -> record.abandoned |= !record.ended);
    request.response().exceptionHandler(reset -> record.abandoned |= !record.ended);
    received.add(record);
    long open = received.stream().filter(one -> !one.ended && !one.abandoned).count();
    mostAtATime.accumulateAndGet((int) open, Math::max);
    if (answer.hasHead()) {
      request.response().setStatusCode(answer.status()).setChunked(true);
      answer.headers().forEach(request.response()::putHeader);
    }
    step(request, record, answer.steps(), 0);
  }

  private void step(
      HttpServerRequest request, Received record, List<ScriptedAnswer.Step> steps, int from) {
    for (int at = from; at < steps.size() && !record.abandoned; at++) {
      ScriptedAnswer.Step step = steps.get(at);
      if (step instanceof ScriptedAnswer.Step.Write write) {
        write(request, record, write.bytes());
      } else if (step instanceof ScriptedAnswer.Step.Make make) {
        write(request, record, make.bytes().get());
      } else if (step instanceof ScriptedAnswer.Step.Wait wait) {
        int next = at + 1;
        long millis = Math.max(1, wait.time().toMillis());
        vertx.setTimer(millis, id -> step(request, record, steps, next));
        return;
      } else if (step instanceof ScriptedAnswer.Step.Hold hold) {
        int next = at + 1;
        Context here = vertx.getOrCreateContext();
        hold.gate().pass(() -> here.runOnContext(on -> step(request, record, steps, next)));
        return;
      } else if (step instanceof ScriptedAnswer.Step.Flood flood) {
        flood(request, record, flood.bytes());
      } else if (step instanceof ScriptedAnswer.Step.CloseConnection) {
        record.ended = true;
        request.connection().close();
      } else if (step instanceof ScriptedAnswer.Step.End) {
        record.ended = true;
        request.response().end();
      }
    }
  }

  private void flood(HttpServerRequest request, Received record, Buffer bytes) {
    while (!record.abandoned && !request.response().writeQueueFull()) {
      write(request, record, bytes);
    }
    if (!record.abandoned) {
      request.response().drainHandler(drained -> flood(request, record, bytes));
    }
  }

  private static void write(HttpServerRequest request, Received record, Buffer bytes) {
    record.written.addAndGet(bytes.length());
    request.response().write(bytes);
  }
}
