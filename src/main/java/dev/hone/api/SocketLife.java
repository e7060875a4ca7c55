package dev.hone.api;

import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.Vertx;
import java.time.Instant;

/** How long a WebSocket may stay: as long as what its owner showed is good. */
final class SocketLife {

  private static final CloseReason EXPIRED =
      new CloseReason(1008, "the token has expired; connect again with a newer one");

  private final Vertx vertx;
  private final long timer;

  private SocketLife(Vertx vertx, long timer) {
    this.vertx = vertx;
    this.timer = timer;
  }

  /**
   * @param until {@code null} for as long as it likes
   */
  static SocketLife of(WebSocketConnection connection, Vertx vertx, Instant until) {
    if (until == null) {
      return new SocketLife(vertx, -1);
    }
    return new SocketLife(
        vertx, vertx.setTimer(Expiry.millisTo(until), timer -> close(connection)));
  }

  /** The socket has gone by itself. */
  void end() {
    vertx.cancelTimer(timer);
  }

  private static void close(WebSocketConnection connection) {
    connection.close(EXPIRED).subscribe().with(closed -> {}, gone -> {});
  }
}
