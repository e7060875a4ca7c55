package dev.hone.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.api.connection.ConnectionLimits;
import dev.hone.api.connection.MessageBacklog;
import dev.hone.api.connection.MessageRate;
import dev.hone.api.connection.Pings;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.UserData;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.function.Supplier;

/** What one WebSocket may send, and its owner's place among the open ones. */
final class SocketTraffic {

  private static final UserData.TypedKey<SocketTraffic> KEY = new UserData.TypedKey<>("traffic");

  static final CloseReason TOO_LARGE =
      new CloseReason(1009, "a message of at most hone.limits.body bytes");

  private static final CloseReason FLOOD =
      new CloseReason(1008, "too many messages; the limit is hone.limits.messages-per-second");

  private static final ProblemException TOO_FAST =
      ProblemException.tooMany(
          "Messages come faster than hone.limits.messages-per-second; this one was not done.",
          Duration.ofSeconds(1));

  private final WebSocketConnection connection;
  private final MessageRate rate;
  private final MessageBacklog backlog;
  private final OwnerConnections.Place place;
  private boolean closed;

  private SocketTraffic(
      WebSocketConnection connection,
      MessageRate rate,
      MessageBacklog backlog,
      OwnerConnections.Place place) {
    this.connection = connection;
    this.rate = rate;
    this.backlog = backlog;
    this.place = place;
  }

  /**
   * @param most bytes of one message
   * @throws ProblemException 429 if the owner has as many open, which is mostly seen before
   */
  static void begin(
      WebSocketConnection connection,
      OwnerConnections connections,
      ConnectionLimits limits,
      long most) {
    OwnerConnections.Place place =
        connections.enter(connection.userData().get(SocketAdmission.OWNER));
    HttpServerRequest upgrade = connection.userData().get(SocketAdmission.UPGRADE);
    MessageBacklog backlog = MessageBacklog.of(upgrade, most, () -> close(connection, TOO_LARGE));
    SocketTraffic traffic = new SocketTraffic(connection, MessageRate.of(limits), backlog, place);
    connection.userData().put(KEY, traffic);
    Pings.bound(upgrade, MessageRate.of(limits), traffic::flooded);
  }

  static SocketTraffic of(WebSocketConnection connection) {
    return connection.userData().get(KEY);
  }

  /**
   * Does what a message asks for, unless there are too many.
   *
   * @param ref the message's, for the refusal
   */
  Uni<Void> next(Supplier<Uni<Void>> message, Supplier<JsonNode> ref) {
    Uni<Void> done =
        switch (rate.next()) {
          case TAKE -> message.get();
          case REFUSE -> connection.sendText(SocketReply.error(ref.get(), null, TOO_FAST).json());
          case CLOSE -> close();
        };
    return done.onTermination().invoke(backlog::handled);
  }

  /** Once; what had come before the client knew is dropped. */
  private Uni<Void> close() {
    if (closed) {
      return Uni.createFrom().voidItem();
    }
    closed = true;
    return connection.close(FLOOD);
  }

  private void flooded() {
    if (!closed) {
      closed = true;
      close(connection, FLOOD);
    }
  }

  private static void close(WebSocketConnection connection, CloseReason reason) {
    connection.close(reason).subscribe().with(done -> {}, gone -> {});
  }

  void end() {
    place.leave();
  }
}
