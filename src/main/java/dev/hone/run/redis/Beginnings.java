package dev.hone.run.redis;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.RunState;
import dev.hone.run.RunLog;
import dev.hone.run.RunLogFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Creates runs, and takes those back of which it isn't known whether they were created, unless
 * their callers find them again by a key.
 */
final class Beginnings {

  private static final Logger LOG = Logger.getLogger(Beginnings.class);
  private static final long FIRST_FENCE = 1;
  private static final int TOO_MANY = -1;
  private static final long PAUSE_MS = 1000;

  private final Vertx vertx;
  private final Keys keys;
  private final Link link;
  private final LocalRuns runs;
  private final Erasing erasing;
  private final RedisSettings settings;
  private final Clock clock;

  Beginnings(
      Vertx vertx,
      Keys keys,
      Link link,
      LocalRuns runs,
      Erasing erasing,
      RedisSettings settings,
      Clock clock) {
    this.vertx = vertx;
    this.keys = keys;
    this.link = link;
    this.runs = runs;
    this.erasing = erasing;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * @param once {@code null} if there is no key
   * @param most as in {@link RunLog#create}
   */
  Future<RunLog.Lease> begin(
      String run, String owner, Fact.RunCreated created, RunLog.Once once, int most) {
    Event first = new Event(run, 1, Instant.ofEpochMilli(clock.millis()), created);
    List<String> args = new ArrayList<>();
    args.add(run);
    args.add(Long.toString(first.at().toEpochMilli()));
    args.add(FactJson.encode(created));
    args.add(Long.toString(settings.lease().toMillis()));
    args.add(once == null ? "" : Index.text(new RunLog.First(run, once.fingerprint())));
    args.add(Integer.toString(most));
    args.add(keys.hash(""));
    args.addAll(Summary.created(owner, RunState.of(first)));
    List<String> names =
        new ArrayList<>(
            List.of(
                keys.hash(run),
                keys.log(run),
                keys.owner(owner),
                keys.leases(),
                keys.fences(),
                keys.open(owner)));
    if (once != null) {
      names.add(keys.once(owner, once.key()));
    }
    return Script.CREATE
        .run(link, names, args)
        .onFailure(failure -> undo(run, once, failure))
        .map(answer -> begun(answer, first, most));
  }

  private RunLog.Lease begun(Response answer, Event created, int most) {
    if (answer.type() != ResponseType.NUMBER) {
      throw new RunLogFailure.Repeated(Index.first(answer.toString()));
    }
    if (answer.toInteger() == 0) {
      throw new IllegalArgumentException("there is a run " + created.run() + " already");
    }
    if (answer.toInteger() == TOO_MANY) {
      throw new RunLogFailure.TooManyRuns(most);
    }
    return host(created);
  }

  private RunLog.Lease host(Event created) {
    RunLog.Lease lease = new RunLog.Lease(created.run(), FIRST_FENCE);
    LocalRun run = runs.get(created.run());
    run.begin(new Stored(created, null, 0));
    run.host(Appender.first(lease, run, created));
    return lease;
  }

  /**
   * The caller is told that there is no run, so there must be none, whatever became of it. One who
   * has a key asks again and may have been given the run by then: there it stays, and any pod goes
   * on with it.
   */
  private void undo(String run, RunLog.Once once, Throwable failure) {
    if (once == null && failure instanceof Link.Lost) {
      undo(run, System.nanoTime() + settings.patience().toNanos());
    }
  }

  private void undo(String run, long deadline) {
    erasing
        .erase(run)
        .onFailure(
            failure -> {
              if (System.nanoTime() - deadline < 0) {
                vertx.setTimer(PAUSE_MS, tick -> undo(run, deadline));
              } else {
                LOG.warnf(
                    "run %s may have been created although its caller was told that not", run);
              }
            });
  }
}
