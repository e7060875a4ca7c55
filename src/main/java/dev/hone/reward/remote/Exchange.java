package dev.hone.reward.remote;

import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.AsyncResult;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;

/** One try: a request and its answer, within the bounds of time and size. */
final class Exchange {

  private static final int OK = 200;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;

  private final UniEmitter<? super Buffer> answer;
  private final RemoteConfig config;
  private final Vertx vertx;
  private final long timer;
  private final Buffer received = Buffer.buffer();
  private HttpClientRequest request;
  private boolean ended;

  Exchange(UniEmitter<? super Buffer> answer, RemoteConfig config, Vertx vertx) {
    this.answer = answer;
    this.config = config;
    this.vertx = vertx;
    this.timer =
        vertx.setTimer(
            config.timeout().toMillis(),
            late -> fail(RemoteFailure.passing("no answer within " + config.timeout())));
  }

  /** Goes on once there is a connection. */
  Handler<AsyncResult<HttpClientRequest>> opened(Buffer body) {
    return connection -> {
      if (connection.failed()) {
        fail(RemoteFailure.passing("can't be reached"));
      } else {
        send(connection.result(), body);
      }
    };
  }

  /** Frees what the exchange holds; what is still under way is cut. */
  synchronized void end() {
    if (!ended) {
      ended = true;
      vertx.cancelTimer(timer);
      if (request != null) {
        request.reset();
      }
    }
  }

  private synchronized void send(HttpClientRequest opened, Buffer body) {
    request = opened;
    if (ended) {
      opened.reset();
      return;
    }
    opened
        .exceptionHandler(cut -> fail(RemoteFailure.passing("the connection was cut")))
        .response()
        .onComplete(
            head -> {
              if (head.succeeded()) {
                read(head.result());
              } else {
                fail(RemoteFailure.passing("the connection was cut"));
              }
            });
    opened.end(body);
  }

  private void read(HttpClientResponse head) {
    head.exceptionHandler(cut -> fail(RemoteFailure.passing("the answer was cut")));
    int status = head.statusCode();
    if (status != OK) {
      boolean passing = status == TOO_MANY || status >= SERVER_ERROR;
      String message = "status " + status;
      fail(passing ? RemoteFailure.passing(message) : RemoteFailure.lasting(message));
      return;
    }
    long maxSize = config.maxSize().asLongValue();
    head.handler(
            more -> {
              received.appendBuffer(more);
              if (received.length() > maxSize) {
                fail(RemoteFailure.lasting("more than " + maxSize + " bytes"));
              }
            })
        .endHandler(end -> succeed());
  }

  /** The connection is whole: it goes back to the pool. */
  private void succeed() {
    synchronized (this) {
      if (ended) {
        return;
      }
      request = null;
    }
    answer.complete(received);
  }

  private void fail(RemoteFailure failure) {
    answer.fail(failure); // ends the exchange too
  }
}
