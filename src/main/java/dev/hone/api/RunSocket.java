package dev.hone.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.api.auth.Identity;
import dev.hone.api.connection.ConnectionLimits;
import dev.hone.refinement.OnDisconnect;
import dev.hone.refinement.RunState;
import dev.hone.run.NewRun;
import dev.hone.run.RunRequests;
import dev.hone.run.Runs;
import dev.hone.run.Ties;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.UserData;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The WebSocket: one connection starts, follows and cancels many runs. A bad message is answered
 * and the socket stays open.
 */
@WebSocket(path = "/v1/refinements/ws")
public class RunSocket {

  private static final Logger LOG = Logger.getLogger(RunSocket.class);
  private static final UserData.TypedKey<Followed> FOLLOWED = new UserData.TypedKey<>("followed");
  private static final UserData.TypedKey<SocketLife> LIFE = new UserData.TypedKey<>("life");

  private final Runs runs;
  private final RunRequests runRequests;
  private final Ties ties;
  private final Sockets sockets;
  private final StartRequests requests;
  private final Caller caller;
  private final RequestQuota quota;
  private final ApiConfig config;
  private final Vertx vertx;
  private final OwnerConnections connections;
  private final ConnectionLimits limits;

  RunSocket(
      Runs runs,
      RunRequests runRequests,
      Ties ties,
      Sockets sockets,
      StartRequests requests,
      Caller caller,
      RequestQuota quota,
      ApiConfig config,
      Vertx vertx,
      OwnerConnections connections,
      ConnectionLimits limits) {
    this.runs = runs;
    this.runRequests = runRequests;
    this.ties = ties;
    this.sockets = sockets;
    this.requests = requests;
    this.caller = caller;
    this.quota = quota;
    this.config = config;
    this.vertx = vertx;
    this.connections = connections;
    this.limits = limits;
  }

  /**
   * What to say to a message, and what to do once it is said: no event may come before its run's
   * ack.
   */
  private record Answer(SocketReply reply, Runnable then) {}

  @OnOpen
  @NonBlocking
  void open(WebSocketConnection connection) {
    SocketTraffic.begin(connection, connections, limits, config.limits().body().asLongValue());
    Followed followed = new Followed(connection, runs, ties, config.webSocket().runs());
    connection.userData().put(FOLLOWED, followed);
    SocketLife life = SocketLife.of(connection, vertx, owner(connection).until());
    connection.userData().put(LIFE, life);
    sockets.add(followed);
  }

  @OnTextMessage
  Uni<Void> receive(String text, WebSocketConnection connection) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > config.limits().body().asLongValue()) {
      return connection.close(SocketTraffic.TOO_LARGE);
    }
    return SocketTraffic.of(connection)
        .next(() -> answer(SocketMessage.read(bytes), connection), () -> ref(bytes));
  }

  private static JsonNode ref(byte[] message) {
    return SocketMessage.read(message).ref();
  }

  private Uni<Void> answer(SocketMessage message, WebSocketConnection connection) {
    String owner = owner(connection).name();
    return admit(message, owner)
        .chain(() -> answer(message, connection.userData().get(FOLLOWED), owner))
        .onFailure()
        .recoverWithItem(
            failure -> new Answer(SocketReply.error(message.ref(), null, failure), () -> {}))
        .chain(
            answer ->
                connection.sendText(answer.reply().json()).onItem().invoke(answer.then()::run));
  }

  @OnBinaryMessage
  Uni<Void> refuse(Buffer bytes, WebSocketConnection connection) {
    ProblemException text = ProblemException.badRequest("", "a text message of JSON");
    return SocketTraffic.of(connection)
        .next(() -> connection.sendText(SocketReply.error(null, null, text).json()), () -> null);
  }

  @OnClose
  @NonBlocking
  void close(WebSocketConnection connection) {
    Followed followed = connection.userData().get(FOLLOWED);
    if (followed == null) {
      return; // it was refused as it came
    }
    followed.end();
    sockets.remove(followed);
    connection.userData().get(LIFE).end();
    SocketTraffic.of(connection).end();
  }

  private static Identity.Owner owner(WebSocketConnection connection) {
    return connection.userData().get(SocketAdmission.OWNER);
  }

  @OnError
  void fail(Throwable failure, WebSocketConnection connection) {
    LOG.debugf("A WebSocket failed: %s", failure.toString());
  }

  private Uni<Void> admit(SocketMessage message, String owner) {
    boolean looksOn =
        message instanceof SocketMessage.Watch || message instanceof SocketMessage.Unwatch;
    return looksOn ? Uni.createFrom().voidItem() : quota.admit(owner);
  }

  private Uni<Answer> answer(SocketMessage message, Followed followed, String owner) {
    return Uni.createFrom()
        .deferred(
            () -> {
              if (message instanceof SocketMessage.Start start) {
                return start(start, followed, owner);
              }
              if (message instanceof SocketMessage.Watch watch) {
                return watch(watch, followed, owner);
              }
              if (message instanceof SocketMessage.Unwatch unwatch) {
                followed.unfollow(unwatch.run());
                return Uni.createFrom().item(ack(message, unwatch.run(), () -> {}));
              }
              if (message instanceof SocketMessage.Steer steer) {
                SteeringRequest said = steer.said();
                return asked(
                    message,
                    steer.run(),
                    owner,
                    () -> runRequests.steer(steer.run(), said.text(), Caller.OWNER, said.when()));
              }
              if (message instanceof SocketMessage.Accept accept) {
                return asked(
                    message,
                    accept.run(),
                    owner,
                    () -> runRequests.accept(accept.run(), accept.candidate()));
              }
              if (message instanceof SocketMessage.Cancel cancel) {
                return asked(
                    message,
                    cancel.run(),
                    owner,
                    () -> runRequests.cancel(cancel.run(), Caller.OWNER));
              }
              throw ((SocketMessage.Bad) message).problem();
            });
  }

  private Uni<Answer> start(SocketMessage.Start start, Followed followed, String owner) {
    followed.checkRoom("");
    NewRun run = requests.check(start.request(), owner);
    return runs.start(run)
        .map(
            started -> {
              if (run.settings().onDisconnect() == OnDisconnect.CANCEL) {
                followed.tie(started.id());
              }
              return ack(start, started.id(), () -> followed.follow(started.id(), 0));
            });
  }

  private Uni<Answer> watch(SocketMessage.Watch watch, Followed followed, String owner) {
    followed.checkRoom(watch.run());
    LastEvent last = watch.after();
    return caller
        .own(watch.run(), owner)
        .invoke(last::check)
        .invoke(head -> last.checkFollowed(head))
        .map(head -> ack(watch, watch.run(), () -> followed.follow(watch.run(), last.seq())));
  }

  /** Asks something of a run of the owner's, through its log. */
  private Uni<Answer> asked(
      SocketMessage message, String run, String owner, Supplier<Uni<RunState>> request) {
    return caller
        .own(run, owner)
        .chain(head -> request.get())
        .map(asked -> ack(message, run, () -> {}));
  }

  private static Answer ack(SocketMessage message, String run, Runnable then) {
    return new Answer(SocketReply.ack(message.ref(), run), then);
  }
}
