package dev.hone.run.redis;

import dev.hone.refinement.RunState;
import dev.hone.run.RunLog;
import dev.hone.run.RunLogFailure;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;

/** Reads what is known of runs without their events. */
final class Index {

  /** With a status most runs may be passed over, so more are read at once than are wanted. */
  private static final int AT_LEAST = 50;

  private final Keys keys;
  private final Link link;

  Index(Keys keys, Link link) {
    this.keys = keys;
    this.link = link;
  }

  Future<RunLog.Head> head(String run) {
    Request fields =
        Request.cmd(Command.HMGET).arg(keys.hash(run)).arg("owner").arg("seq").arg("ended");
    return link.call(fields)
        .map(
            values -> {
              if (values.get(0) == null) {
                throw new RunLogFailure.NotFound(run);
              }
              boolean ended = values.get(2) != null;
              return new RunLog.Head(run, values.get(0).toString(), values.get(1).toLong(), ended);
            });
  }

  /** {@code null} if the key has begun nothing. */
  Future<RunLog.First> first(String owner, String key) {
    return link.call(Request.cmd(Command.GET).arg(keys.once(owner, key)))
        .map(held -> held == null ? null : first(held.toString()));
  }

  /** As a key holds it. */
  static String text(RunLog.First first) {
    return first.run() + " " + first.fingerprint();
  }

  /** Reads what {@link #text} wrote. */
  static RunLog.First first(String held) {
    int blank = held.indexOf(' ');
    return new RunLog.First(held.substring(0, blank), held.substring(blank + 1));
  }

  Future<RunLog.Page> list(RunLog.Listing listing) {
    return more(listing, listing.after(), new ArrayList<>());
  }

  private Future<RunLog.Page> more(RunLog.Listing listing, String after, List<RunState> found) {
    int wanted = Math.max(AT_LEAST, listing.limit() + 1);
    Request older =
        Request.cmd(Command.ZREVRANGEBYLEX)
            .arg(keys.owner(listing.owner()))
            .arg(after == null ? "+" : "(" + after)
            .arg("-")
            .arg("LIMIT")
            .arg(0)
            .arg(wanted);
    return link.call(older)
        .compose(
            slice -> {
              List<String> ids = slice.stream().map(Response::toString).toList();
              return summaries(listing.owner(), ids)
                  .compose(
                      summaries -> {
                        summaries.stream().filter(each -> fits(each, listing)).forEach(found::add);
                        boolean last = ids.size() < wanted;
                        return last || found.size() > listing.limit()
                            ? Future.succeededFuture(page(listing, found))
                            : more(listing, ids.get(ids.size() - 1), found);
                      });
            });
  }

  private Future<List<RunState>> summaries(String owner, List<String> runs) {
    List<Future<RunState>> reads = runs.stream().map(run -> summary(owner, run)).toList();
    return Future.all(reads)
        .map(all -> all.<RunState>list().stream().filter(each -> each != null).toList());
  }

  /** {@code null} where the run is gone; then it goes out of the index too. */
  private Future<RunState> summary(String owner, String run) {
    Request fields = Request.cmd(Command.HMGET).arg(keys.hash(run));
    Summary.FIELDS.forEach(fields::arg);
    return link.call(fields)
        .map(
            values -> {
              if (values.get(0) == null) {
                link.call(Request.cmd(Command.ZREM).arg(keys.owner(owner)).arg(run));
                return null;
              }
              return Summary.read(run, values);
            });
  }

  private static boolean fits(RunState run, RunLog.Listing listing) {
    return listing.status() == null || listing.status() == run.status();
  }

  private static RunLog.Page page(RunLog.Listing listing, List<RunState> found) {
    if (found.size() <= listing.limit()) {
      return new RunLog.Page(List.copyOf(found), null);
    }
    List<RunState> page = List.copyOf(found.subList(0, listing.limit()));
    return new RunLog.Page(page, page.get(page.size() - 1).id());
  }
}
