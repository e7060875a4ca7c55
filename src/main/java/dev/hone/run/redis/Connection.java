package dev.hone.run.redis;

import io.vertx.core.AsyncResult;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** One connection of a link, from its connect to its loss. Of the link's event loop. */
final class Connection {

  private static final long MARKED_AT_LAST_MS = 1000;

  private final RedisConnection connection;
  private final Vertx vertx;
  private final Link link;
  private final BiConsumer<Connection, Throwable> onLoss;

  /** When the answers under way are late, in the order of their commands. */
  private final Deque<Long> due = new ArrayDeque<>();

  /**
   * @param onMessage gets what Redis sends unasked
   * @param onLoss may be told more than once
   */
  Connection(
      RedisConnection connection,
      Vertx vertx,
      Link link,
      Consumer<Response> onMessage,
      BiConsumer<Connection, Throwable> onLoss) {
    this.connection = connection;
    this.vertx = vertx;
    this.link = link;
    this.onLoss = onLoss;
    connection.handler(message -> link.execute(() -> onMessage.accept(message)));
    connection.exceptionHandler(failure -> link.execute(() -> onLoss.accept(this, failure)));
    connection.endHandler(
        ignored ->
            link.execute(() -> onLoss.accept(this, new IOException("the connection was closed"))));
  }

  /**
   * @param timeout in nanoseconds, after which an answer is late
   */
  void send(Request request, Promise<Response> promise, long timeout) {
    due.add(System.nanoTime() + timeout);
    connection.send(request).onComplete(answer -> link.execute(() -> answered(promise, answer)));
  }

  boolean isLate() {
    return !due.isEmpty() && System.nanoTime() - due.peek() > 0;
  }

  /**
   * Gives the connection back in such a way that the pool closes it, which fails the answers that
   * are due: nobody else may get a connection that still owes some. The pool closes only those of
   * subscribers, so it must not see it before it is one.
   */
  void discard() {
    Promise<Void> marked = Promise.promise();
    connection.send(Request.cmd(Command.UNSUBSCRIBE)).onComplete(sent -> marked.tryComplete());
    vertx.setTimer(MARKED_AT_LAST_MS, tick -> marked.tryComplete());
    marked.future().onComplete(ignored -> connection.close());
  }

  private void answered(Promise<Response> promise, AsyncResult<Response> answer) {
    due.poll();
    if (answer.succeeded()) {
      promise.tryComplete(answer.result());
      return;
    }
    Throwable cause = answer.cause();
    if (ServerError.isElsewhere(cause) || ServerError.is(cause, "CONNECTION_CLOSED")) {
      onLoss.accept(this, cause); // before the caller, who asks again and must wait for another
    }
    promise.tryFail(ServerError.is(cause) ? cause : new Link.Lost(cause));
  }
}
