package dev.hone.api;

import dev.hone.run.Entry;
import dev.hone.run.Runs;
import dev.hone.run.Ties;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The runs that one WebSocket follows. Each is a cursor of its own into the log, moved on when what
 * it read has been written to the socket. Thread-safe.
 */
final class Followed {

  private static final CloseReason RESTART =
      new CloseReason(1012, "the server is being stopped; connect again");

  private final WebSocketConnection connection;
  private final Runs runs;
  private final Ties ties;
  private final int most;
  private final Map<String, Following> following = new ConcurrentHashMap<>();
  private final Set<String> tied = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile boolean leaving;
  private volatile boolean ended;

  /**
   * @param most how many runs one socket may follow at once
   */
  Followed(WebSocketConnection connection, Runs runs, Ties ties, int most) {
    this.connection = connection;
    this.runs = runs;
    this.ties = ties;
    this.most = most;
  }

  /**
   * @param run the one that is to be followed
   * @throws ProblemException if the socket follows too many already
   */
  void checkRoom(String run) {
    if (following.size() >= most && !following.containsKey(run)) {
      throw ProblemException.badRequest(
          "type", "unwatch first: one socket follows at most " + most + " runs at once");
    }
  }

  /**
   * Sends what comes after {@code after}; a run that is followed already is followed from there
   * instead.
   */
  void follow(String run, long after) {
    Following next = new Following(run);
    Following before = following.put(run, next);
    if (before != null) {
      before.stop();
    }
    next.start(after);
  }

  void unfollow(String run) {
    Following before = following.remove(run);
    if (before != null) {
      before.stop();
    }
  }

  /** The run ends when this socket goes, which may have happened already. */
  void tie(String run) {
    tied.add(run);
    runs.ended(run).subscribe().with(end -> untie(run), gone -> untie(run));
    if (ended) {
      ties.abandon(run);
    }
  }

  /** Closes the socket as soon as nothing is left that it follows; the client goes elsewhere. */
  void leave() {
    leaving = true;
    closeIfIdle();
  }

  void close() {
    if (!closing.getAndSet(true)) {
      connection.close(RESTART).subscribe().with(closed -> {}, gone -> {});
    }
  }

  private void untie(String run) {
    tied.remove(run);
    closeIfIdle();
  }

  private void closeIfIdle() {
    if (leaving && following.isEmpty() && tied.isEmpty()) {
      close();
    }
  }

  /** The socket is gone; nothing is followed any more. */
  void end() {
    ended = true;
    following.keySet().forEach(this::unfollow);
    tied.forEach(ties::abandon);
  }

  private final class Following {

    private final String run;
    private volatile Cancellable watching;
    private volatile boolean stopped;

    Following(String run) {
      this.run = run;
    }

    void start(long after) {
      watching =
          runs.watch(run, after)
              .onItem()
              .transformToUniAndConcatenate(this::send)
              .subscribe()
              .with(sent -> {}, this::fail, this::complete);
      if (stopped || ended) {
        watching.cancel();
      }
    }

    void stop() {
      stopped = true;
      if (watching != null) {
        watching.cancel();
      }
    }

    private void complete() {
      following.remove(run, this);
      closeIfIdle();
    }

    /** The client is told, unless it is the socket that failed. */
    private void fail(Throwable failure) {
      if (following.remove(run, this) && connection.isOpen()) {
        String told = SocketReply.error(null, run, failure).json();
        connection.sendText(told).subscribe().with(sent -> {}, gone -> {});
      }
    }

    private Uni<Void> send(List<Entry> slice) {
      if (slice.size() == 1) {
        return send(slice.get(0));
      }
      return Multi.createFrom()
          .iterable(slice)
          .onItem()
          .transformToUniAndConcatenate(this::send)
          .collect()
          .last();
    }

    private Uni<Void> send(Entry entry) {
      return connection.sendText(entry.as(TextForm.INSTANCE));
    }
  }
}
