package dev.hone.run.redis;

import dev.hone.run.RunLog;
import dev.hone.run.RunLogFailure;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** The leases of this pod: renewed while somebody here works on the run, claimed from others. */
final class Leases {

  private static final Logger LOG = Logger.getLogger(Leases.class);

  private final Keys keys;
  private final Link link;
  private final Streams streams;
  private final LocalRuns runs;
  private final Erasing erasing;
  private final Duration lease;

  Leases(Keys keys, Link link, Streams streams, LocalRuns runs, Erasing erasing, Duration lease) {
    this.keys = keys;
    this.link = link;
    this.streams = streams;
    this.runs = runs;
    this.erasing = erasing;
    this.lease = lease;
  }

  /** All in one command; with none it still tells the others that Redis can be reached. */
  void renew() {
    List<Appender> held = held();
    List<String> args = new ArrayList<>(List.of(Long.toString(lease.toMillis())));
    held.forEach(appender -> addTo(args, appender.lease()));
    Script.RENEW.run(link, keyNames(), args).onSuccess(lost -> leave(held, lost));
  }

  /**
   * Takes runs whose lease has expired. After a time without Redis everyone's has: then those who
   * held them come first.
   */
  Future<List<RunLog.Lease>> claim(int atMost) {
    return Script.CLAIM
        .run(link, keyNames(), List.of(Long.toString(lease.toMillis()), Integer.toString(atMost)))
        .compose(this::load);
  }

  /** Others may have it at once. */
  void release(RunLog.Lease lease) {
    release(List.of(lease));
  }

  Future<?> releaseAll() {
    return release(held().stream().map(Appender::lease).toList());
  }

  private Future<Response> release(List<RunLog.Lease> leases) {
    List<String> args = new ArrayList<>();
    leases.forEach(each -> addTo(args, each));
    return args.isEmpty() ? Future.succeededFuture() : Script.RELEASE.run(link, keyNames(), args);
  }

  private Future<List<RunLog.Lease>> load(Response claimed) {
    List<Future<Claimed>> loads = new ArrayList<>();
    for (int i = 0; i < claimed.size(); i += 2) {
      loads.add(load(new RunLog.Lease(claimed.get(i).toString(), claimed.get(i + 1).toLong())));
    }
    return Future.all(loads)
        .map(
            all ->
                all.<Claimed>list().stream().filter(Claimed::isRunning).map(this::host).toList());
  }

  /**
   * @param log {@code null} if there is none, or none that can be read
   */
  private record Claimed(RunLog.Lease lease, Loaded log) {
    boolean isRunning() {
      return log != null && !log.state().hasEnded();
    }
  }

  private Future<Claimed> load(RunLog.Lease lease) {
    return streams
        .load(lease.run())
        .map(log -> new Claimed(lease, log))
        .recover(
            failure ->
                failure instanceof RunLogFailure.NotFound
                    ? erasing.erase(lease.run()).map(new Claimed(lease, null))
                    : unreadable(lease, failure));
  }

  /** It is tried again once this lease has expired; the others that were claimed go on. */
  private static Future<Claimed> unreadable(RunLog.Lease lease, Throwable failure) {
    if (Unavailable.isOfRedis(failure)) {
      return Future.failedFuture(failure);
    }
    // Its message may hold a piece of what somebody wrote.
    LOG.errorf(
        "run %s can't be read (%s), so nobody goes on with it", lease.run(), failure.getClass());
    return Future.succeededFuture(new Claimed(lease, null));
  }

  private RunLog.Lease host(Claimed claimed) {
    LocalRun run = runs.getAgain(claimed.lease().run());
    run.host(Appender.takingOver(claimed.lease(), run, claimed.log()));
    run.heal();
    return claimed.lease();
  }

  private void leave(List<Appender> held, Response lost) {
    for (Response run : lost) {
      held.stream()
          .filter(appender -> appender.lease().run().equals(run.toString()))
          .forEach(appender -> appender.run().leave(appender));
    }
  }

  private List<Appender> held() {
    return runs.all().stream().map(LocalRun::appender).filter(each -> each != null).toList();
  }

  private List<String> keyNames() {
    return List.of(keys.leases(), keys.fences(), keys.pulse());
  }

  private static void addTo(List<String> args, RunLog.Lease lease) {
    args.add(lease.run());
    args.add(Long.toString(lease.fence()));
  }
}
