package dev.hone.run.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;

/**
 * The runs that somebody here works on or follows, each subscribed to while it is here.
 * Thread-safe.
 */
final class LocalRuns {

  /** How often what may have been missed is looked for. */
  static final Duration CHECK = Duration.ofSeconds(2);

  /** A watcher is gone between two reads, so a run is kept a while after the last one. */
  private static final Duration LINGER = Duration.ofSeconds(10);

  private static final int CHANNELS_AT_ONCE = 500;

  private final Keys keys;
  private final Link news;
  private final Duration timeout;
  private final BiFunction<String, Long, Future<List<Stored>>> stream;
  private final ConcurrentMap<String, LocalRun> runs = new ConcurrentHashMap<>();

  /** When Redis was last heard on this connection; of its event loop. */
  private long heard = System.nanoTime();

  LocalRuns(
      Keys keys,
      Link news,
      Duration timeout,
      BiFunction<String, Long, Future<List<Stored>>> stream) {
    this.keys = keys;
    this.news = news;
    this.timeout = timeout;
    this.stream = stream;
    news.onUp(this::subscribeAll).onMessage(this::heard);
  }

  /** The run if it is here, else {@code null}. */
  LocalRun find(String run) {
    return runs.get(run);
  }

  LocalRun get(String run) {
    return runs.computeIfAbsent(
        run,
        id -> {
          news.execute(() -> subscribe(id));
          return new LocalRun(id, stream);
        });
  }

  /** The run as one that goes on, whatever its end here was. */
  LocalRun getAgain(String run) {
    LocalRun known = runs.get(run);
    if (known != null && known.retireEnded()) {
      drop(known);
    }
    return get(run);
  }

  Collection<LocalRun> all() {
    return runs.values();
  }

  /** To be called every {@link #CHECK}. */
  void check() {
    for (LocalRun run : runs.values()) {
      if (run.retire(LINGER.toNanos())) {
        drop(run);
      } else {
        run.healIfQuiet(CHECK.toNanos());
      }
    }
    news.execute(this::checkConnection);
  }

  void drop(LocalRun run) {
    if (runs.remove(run.id(), run)) {
      news.execute(
          () -> {
            if (!runs.containsKey(run.id()) && news.isUp()) {
              news.call(Request.cmd(Command.UNSUBSCRIBE).arg(keys.channel(run.id())));
            }
          });
    }
  }

  private void subscribe(String run) {
    if (news.isUp()) {
      news.call(Request.cmd(Command.SUBSCRIBE).arg(keys.channel(run)));
    }
  }

  private void subscribeAll() {
    heard = System.nanoTime();
    Request subscribe = Request.cmd(Command.SUBSCRIBE).arg(keys.silence());
    int channels = 1;
    for (String run : runs.keySet()) {
      subscribe.arg(keys.channel(run));
      if (++channels == CHANNELS_AT_ONCE) {
        news.call(subscribe);
        subscribe = Request.cmd(Command.SUBSCRIBE).arg(keys.silence());
        channels = 1;
      }
    }
    news.call(subscribe);
  }

  /** Nothing but subscriptions may be sent on this connection; one more of them is its ping. */
  private void checkConnection() {
    if (!news.isUp()) {
      return;
    }
    if (System.nanoTime() - heard > timeout.plus(CHECK).toNanos()) {
      news.reconnect();
    } else {
      news.call(Request.cmd(Command.SUBSCRIBE).arg(keys.silence()));
    }
  }

  private void heard(Response message) {
    heard = System.nanoTime();
    String channel = message.get(1) == null ? "" : message.get(1).toString();
    if (channel.isEmpty() || channel.equals(keys.silence())) {
      return;
    }
    LocalRun run = runs.get(keys.runOf(channel));
    if (run == null) {
      return;
    }
    switch (message.get(0).toString()) {
      case "subscribe" -> lookAgain(run);
      case "message" -> tell(run, message.get(2).toString());
      default -> {}
    }
  }

  private void tell(LocalRun run, String message) {
    if (message.equals("erased")) {
      run.erase();
      drop(run);
    } else if (News.lastOf(message) > run.last()) {
      if (run.retireEnded()) {
        drop(run);
      } else {
        run.offer(News.read(run.id(), message));
      }
    }
  }

  /** Whoever asks for one that has ended reads it anew: what comes back may have lost its end. */
  private void lookAgain(LocalRun run) {
    if (run.retireEnded()) {
      drop(run);
    } else {
      run.heal();
    }
  }
}
