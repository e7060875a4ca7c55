package dev.hone.run.redis;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * One connection to Redis that comes back by itself. Commands are pipelined and answered in order.
 *
 * <p>A command fails with a {@link ServerError} if Redis refused it, with {@link Down} if it was
 * not sent, and with {@link Lost} if it may or may not have been done. While there is no connection
 * commands wait for one, but none longer than the timeout; once it has been away that long they
 * fail at once, until it is back. An answer that takes longer than the timeout ends the connection.
 *
 * <p>May be called from any thread; signals come on the link's event loop.
 */
final class Link {

  private static final Logger LOG = Logger.getLogger(Link.class);
  private static final long FIRST_PAUSE_MS = 50;
  private static final long LONGEST_PAUSE_MS = 1000;
  private static final int MOST_WAITING = 10_000;

  /** No connection, so nothing has been sent. */
  static class Down extends RuntimeException {
    Down(Throwable cause) {
      super("Redis can't be reached", cause, false, false);
    }
  }

  /** The connection was lost before the answer. */
  static final class Lost extends Down {
    Lost(Throwable cause) {
      super(cause);
    }
  }

  private record Call(Request request, Promise<Response> promise) {}

  private final String name;
  private final Vertx vertx;
  private final ContextInternal context;
  private final Redis redis;
  private final long timeout;
  private final List<Runnable> onUp = new ArrayList<>();
  private final Deque<Call> waiting = new ArrayDeque<>();
  private final long watchdog;

  private Consumer<Response> onMessage = message -> {};
  private Connection connection;
  private Throwable trouble;
  private long downSince = System.nanoTime();
  private long pause = FIRST_PAUSE_MS;
  private boolean closed;

  private volatile boolean up;

  Link(String name, Vertx vertx, Redis redis, Duration timeout) {
    this.name = name;
    this.vertx = vertx;
    this.context = ((VertxInternal) vertx).createEventLoopContext();
    this.redis = redis;
    this.timeout = timeout.toNanos();
    this.watchdog =
        vertx.setPeriodic(
            Math.max(1, timeout.toMillis() / 8), tick -> execute(this::dropWhatIsLate));
  }

  /**
   * @param task run after each connect, on the link's event loop
   */
  Link onUp(Runnable task) {
    onUp.add(task);
    return this;
  }

  /**
   * @param task gets what Redis sends unasked
   */
  Link onMessage(Consumer<Response> task) {
    onMessage = task;
    return this;
  }

  Link open() {
    context.runOnContext(ignored -> connect());
    return this;
  }

  void close() {
    execute(
        () -> {
          closed = true;
          vertx.cancelTimer(watchdog);
          if (connection != null) {
            lost(connection, new Down(null));
          }
          failWaiting(new Down(null));
        });
  }

  boolean isUp() {
    return up;
  }

  /** Fails as the class says. */
  Future<Response> call(Request request) {
    Promise<Response> promise = Promise.promise();
    execute(() -> send(new Call(request, promise)));
    return promise.future();
  }

  /** On the link's event loop, at once if called there. */
  void execute(Runnable task) {
    if (context.nettyEventLoop().inEventLoop()) {
      task.run();
    } else {
      context.runOnContext(ignored -> task.run());
    }
  }

  /** Ends the connection, as if it had been lost. */
  void reconnect() {
    execute(
        () -> {
          if (connection != null) {
            lost(connection, new IOException("nothing is heard on the connection"));
          }
        });
  }

  private void send(Call call) {
    if (connection != null) {
      connection.send(call.request(), call.promise(), timeout);
    } else if (closed || isGivenUp() || waiting.size() >= MOST_WAITING) {
      call.promise().tryFail(new Down(trouble));
    } else {
      waiting.add(call);
    }
  }

  private boolean isGivenUp() {
    return System.nanoTime() - downSince > timeout;
  }

  private void connect() {
    if (closed) {
      return;
    }
    Promise<RedisConnection> connected = Promise.promise();
    long timer = vertx.setTimer(timeout / 1_000_000, tick -> connected.tryFail("timeout"));
    redis
        .connect()
        .onComplete(
            result -> {
              if (result.failed()) {
                connected.tryFail(result.cause());
              } else if (!connected.tryComplete(result.result())) {
                result.result().close();
              }
            });
    connected
        .future()
        .onComplete(
            result -> {
              vertx.cancelTimer(timer);
              execute(() -> connected(result));
            });
  }

  private void connected(AsyncResult<RedisConnection> result) {
    if (result.failed()) {
      retry(result.cause());
      return;
    }
    if (closed) {
      result.result().close();
      return;
    }
    connection = new Connection(result.result(), vertx, this, onMessage, this::lost);
    if (trouble != null) {
      LOG.infof("Redis is back (%s)", name);
    }
    trouble = null;
    pause = FIRST_PAUSE_MS;
    up = true;
    onUp.forEach(Runnable::run);
    for (Call call = waiting.poll(); call != null; call = waiting.poll()) {
      send(call);
    }
  }

  private void retry(Throwable cause) {
    if (closed) {
      return;
    }
    if (trouble == null) {
      LOG.warnf("Redis can't be reached (%s): %s", name, why(cause));
    }
    trouble = cause;
    if (isGivenUp()) {
      failWaiting(new Down(cause));
    }
    long jitter = ThreadLocalRandom.current().nextLong(pause / 2 + 1);
    vertx.setTimer(pause / 2 + jitter, tick -> context.runOnContext(ignored -> connect()));
    pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
  }

  private static String why(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private void dropWhatIsLate() {
    if (connection != null && connection.isLate()) {
      lost(connection, new IOException("no answer within the timeout"));
    } else if (connection == null && isGivenUp()) {
      failWaiting(new Down(trouble));
    }
  }

  private void failWaiting(Throwable failure) {
    for (Call call = waiting.poll(); call != null; call = waiting.poll()) {
      call.promise().tryFail(failure);
    }
  }

  /** The connection is lost, or must not be used any more. */
  private void lost(Connection which, Throwable cause) {
    if (which == connection) {
      connection = null;
      up = false;
      downSince = System.nanoTime();
      which.discard();
      retry(cause);
    }
  }
}
