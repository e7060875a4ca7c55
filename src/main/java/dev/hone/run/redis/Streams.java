package dev.hone.run.redis;

import dev.hone.run.RunLogFailure;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;

/** Reads runs' streams. */
final class Streams {

  private static final int SLICE = 1000;

  private final Keys keys;
  private final Link link;

  Streams(Keys keys, Link link) {
    this.keys = keys;
    this.link = link;
  }

  /** All of a run. Fails with {@link RunLogFailure.NotFound}. */
  Future<Loaded> load(String run) {
    Loaded loaded = new Loaded();
    return more(run, loaded).map(ignored -> loaded);
  }

  /** What has come since. */
  Future<List<Stored>> more(String run, Loaded loaded) {
    return read(run, loaded.last())
        .map(
            news -> {
              loaded.add(news);
              return news;
            });
  }

  /**
   * Everything after a number; cheap where there is nothing. Fails with {@link
   * RunLogFailure.NotFound}.
   */
  Future<List<Stored>> after(String run, long seq) {
    if (seq == 0) {
      return read(run, 0);
    }
    return link.call(Request.cmd(Command.HGET).arg(keys.hash(run)).arg("seq"))
        .compose(
            newest ->
                newest != null && newest.toLong() <= seq
                    ? Future.succeededFuture(List.of())
                    : read(run, seq));
  }

  private Future<List<Stored>> read(String run, long seq) {
    return slices(run, seq, new ArrayList<>())
        .compose(found -> found.isEmpty() ? nothing(run) : Future.succeededFuture(found));
  }

  private Future<List<Stored>> slices(String run, long seq, List<Stored> found) {
    Request range =
        Request.cmd(Command.XRANGE)
            .arg(keys.log(run))
            .arg("(" + seq + "-0")
            .arg("+")
            .arg("COUNT")
            .arg(SLICE);
    return link.call(range)
        .compose(
            slice -> {
              for (Response entry : slice) {
                found.add(Stored.read(run, entry));
              }
              return slice.size() < SLICE
                  ? Future.succeededFuture(found)
                  : slices(run, found.get(found.size() - 1).seq(), found);
            });
  }

  private Future<List<Stored>> nothing(String run) {
    return link.call(Request.cmd(Command.EXISTS).arg(keys.log(run)))
        .compose(
            exists ->
                exists.toInteger() == 1
                    ? Future.succeededFuture(List.of())
                    : Future.failedFuture(new RunLogFailure.NotFound(run)));
  }
}
