package dev.hone.process;

import dev.hone.refinement.Event;
import dev.hone.refinement.EventJson;
import dev.hone.refinement.Fact;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * Follows a run as a browser's EventSource does: when the stream ends or breaks it comes back with
 * the last id, to the next of the servers that it knows, until it has seen the end. Any other
 * answer than a stream or 204 is for ever, as it is there.
 */
final class Watcher implements AutoCloseable {

  /**
   * @param nanos when it came, in {@link System#nanoTime()}
   */
  record Seen(Event event, long nanos) {}

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private static final long BACK_AFTER_MS = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration AT_ONCE = Duration.ofMillis(10);

  private final String run;
  private final List<Server> servers;
  private final List<Seen> seen = new ArrayList<>();
  private final AtomicInteger heartbeats = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger breaks = new AtomicInteger();
  private volatile boolean over;
  private volatile boolean closed;
  private volatile String refusal;
  private volatile Flow.Subscription lines;

  private Watcher(String run, List<Server> servers) {
    this.run = run;
    this.servers = servers;
  }

  /** From the run's beginning on. */
  static Watcher of(String run, Server... servers) {
    Watcher watcher = new Watcher(run, List.of(servers));
    watcher.connect();
    return watcher;
  }

  String run() {
    return run;
  }

  /** A copy. */
  List<Seen> seen() {
    synchronized (seen) {
      return List.copyOf(seen);
    }
  }

  boolean hasSeenAny() {
    return last() > 0;
  }

  List<Event> events() {
    return seen().stream().map(Seen::event).toList();
  }

  /** The text so far of the step that is being written. */
  String writing() {
    StringBuilder text = new StringBuilder();
    for (Event event : events()) {
      if (event.fact() instanceof Fact.Delta delta) {
        text.append(delta.text());
      } else {
        text.setLength(0);
      }
    }
    return text.toString();
  }

  /** How often a silent stream was kept open. */
  int heartbeats() {
    return heartbeats.get();
  }

  /** How often it came, the first time included. */
  int connections() {
    return connections.get();
  }

  /** How many streams broke off instead of ending. */
  int breaks() {
    return breaks.get();
  }

  /** What an EventSource would have given up for; {@code null} if nothing. */
  String refusal() {
    return refusal;
  }

  /** Whether it has left by itself. */
  boolean hasLeft() {
    return closed;
  }

  /** Whether the run's end was seen. */
  boolean isOver() {
    return over;
  }

  Watcher awaitEnd() {
    waiting("the end").until(() -> over || refusal != null);
    if (refusal != null) {
      throw new AssertionError("run " + run + " could not be followed: " + refusal);
    }
    return this;
  }

  Seen await(String what, Predicate<Event> wanted) {
    waiting(what).until(() -> seen().stream().anyMatch(one -> wanted.test(one.event())));
    return seen().stream().filter(one -> wanted.test(one.event())).findFirst().orElseThrow();
  }

  /** Waits until a step has this text so far. */
  void awaitWriting(String text) {
    waiting("'" + text + "'").until(() -> writing().equals(text));
  }

  Seen awaitStart(int attempt) {
    return await(
        "run.started " + attempt,
        event -> event.fact() instanceof Fact.RunStarted started && started.attempt() == attempt);
  }

  @Override
  public void close() {
    closed = true;
    Flow.Subscription current = lines;
    if (current != null) {
      current.cancel();
    }
  }

  private ConditionFactory waiting(String what) {
    return Awaitility.await(what + " of run " + run).atMost(PATIENCE).pollInterval(AT_ONCE);
  }

  private void connect() {
    if (over || closed) {
      return;
    }
    URI uri =
        servers
            .get(connections.getAndIncrement() % servers.size())
            .uri("/v1/refinements/" + run + "/events");
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Accept", "text/event-stream");
    long last = last();
    if (last > 0) {
      request.header("Last-Event-ID", Long.toString(last));
    }
    HTTP.sendAsync(request.build(), this::lines).whenComplete((end, broken) -> comeBack());
  }

  private long last() {
    synchronized (seen) {
      return seen.isEmpty() ? 0 : seen.get(seen.size() - 1).event().seq();
    }
  }

  private HttpResponse.BodySubscriber<Void> lines(HttpResponse.ResponseInfo head) {
    if (head.statusCode() == 204) {
      over = true;
    } else if (head.statusCode() != 200) {
      refusal = "status " + head.statusCode();
    }
    return head.statusCode() == 200
        ? HttpResponse.BodySubscribers.fromLineSubscriber(
            new Lines(), lines -> null, StandardCharsets.UTF_8, null)
        : HttpResponse.BodySubscribers.replacing(null);
  }

  private void comeBack() {
    if (refusal == null) {
      CompletableFuture.delayedExecutor(BACK_AFTER_MS, TimeUnit.MILLISECONDS)
          .execute(this::connect);
    }
  }

  private void take(Event event) {
    synchronized (seen) {
      seen.add(new Seen(event, System.nanoTime()));
    }
    over |= event.isTerminal();
  }

  private final class Lines implements Flow.Subscriber<String> {

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      lines = subscription;
      if (closed) {
        subscription.cancel();
      } else {
        subscription.request(Long.MAX_VALUE);
      }
    }

    @Override
    public void onNext(String line) {
      if (line.startsWith("data: ")) {
        take(event(line.substring("data: ".length())));
      } else if (line.equals(":")) {
        heartbeats.incrementAndGet();
      }
    }

    @Override
    public void onError(Throwable broken) {
      breaks.incrementAndGet();
    }

    @Override
    public void onComplete() {}

    private static Event event(String json) {
      try {
        return EventJson.decode(json.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new IllegalStateException("no event: " + json, e);
      }
    }
  }
}
