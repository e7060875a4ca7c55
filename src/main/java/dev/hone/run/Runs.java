package dev.hone.run;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.Models;
import dev.hone.refinement.Rewards;
import dev.hone.refinement.RunState;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Starts runs, works on them and lets them be watched and cancelled. All calls are lazy, don't
 * block and may be made from any thread; a run that was accepted ends in exactly one terminal event
 * whatever happens, as long as its log can be written.
 */
@ApplicationScoped
public class Runs {

  private static final Logger LOG = Logger.getLogger(Runs.class);

  private final Worker.Host host;
  private final Admission admission;
  private final Vertx vertx;
  private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
  private final AtomicInteger watchers = new AtomicInteger();
  private Duration lookFor = Duration.ZERO;
  private long looking = -1;

  @Inject
  Runs(
      RunLog log,
      Models models,
      Rewards rewards,
      RunsConfig config,
      @ConfigProperty(name = "hone.pod") Optional<String> pod,
      @ConfigProperty(name = "hone.limits.iterations", defaultValue = "20") int mostIterations,
      Vertx vertx) {
    this(
        new Worker.Host(
            pod.orElseGet(HostName::get),
            log,
            models,
            rewards,
            Clock.systemUTC(),
            config.attempts(),
            mostIterations),
        new Admission(config.maxActive(), config.maxQueued(), config.retryAfter()),
        vertx);
    this.lookFor = config.lease().dividedBy(3);
  }

  Runs(Worker.Host host, Admission admission, Vertx vertx) {
    this.host = host;
    this.admission = admission;
    this.vertx = vertx;
  }

  /**
   * Starts a run, or queues it for a turn, and answers with its state when it is in the log. It
   * lives on the event loop of the subscriber where that has one.
   *
   * <p>Once subscribed it goes its way: cancelling the call doesn't cancel the run. Fails with
   * {@link RunsFull} where neither has room, and with {@link RunLogFailure.Unavailable}; then
   * nothing was created.
   */
  public Uni<RunState> start(NewRun run) {
    return Uni.createFrom()
        .item(() -> EventLoop.nearCaller(vertx))
        .chain(loop -> begin(run, null, loop));
  }

  /**
   * A run that was started.
   *
   * @param again whether by an earlier call, with the same key
   */
  public record Started(RunState run, boolean again) {}

  /**
   * The same, but once for a key however often, and on whatever pod, it is called: the others are
   * given the first run, without a place of their own, as long as it is kept. Fails also with
   * {@link KeyTaken}. Where it fails with {@link RunLogFailure.Unavailable} the run may have been
   * created; then another call with the key gives it.
   */
  public Uni<Started> start(NewRun run, RunLog.Once once) {
    return Uni.createFrom()
        .item(() -> EventLoop.nearCaller(vertx)) // where it asks, not where the log answers
        .chain(
            loop ->
                host.log()
                    .first(run.owner(), once.key())
                    .chain(
                        first ->
                            first == null
                                ? begin(run, once, loop).map(begun -> new Started(begun, false))
                                : again(first, once)))
        .onFailure(RunLogFailure.Repeated.class)
        .recoverWithUni(lost -> again(((RunLogFailure.Repeated) lost).first(), once));
  }

  private Uni<Started> again(RunLog.First first, RunLog.Once once) {
    if (!first.fingerprint().equals(once.fingerprint())) {
      return Uni.createFrom().failure(new KeyTaken());
    }
    return host.log().state(first.run()).map(run -> new Started(run, true));
  }

  private Uni<RunState> begin(NewRun run, RunLog.Once once, EventLoop loop) {
    return Uni.createFrom()
        .deferred(
            () -> {
              Uni<RunLog.Lease> created = create(run, once, admission.enter(), loop);
              created.subscribe().with(ignored -> {}, ignored -> {});
              return created;
            })
        .chain(lease -> host.log().state(lease.run()));
  }

  /**
   * Refines without a log: nobody can watch it, and it ends with the call. The result is the ended
   * run. It waits for a place as long as it must, and cancelling it ends its model call at once.
   * Best subscribed on an event loop, where it stays.
   */
  public Uni<RunState> refine(NewRun run) {
    return Uni.createFrom()
        .emitter(
            caller ->
                new PassingRun(host, run, EventLoop.nearCaller(vertx), caller).start(admission));
  }

  /**
   * @throws RunsFull if a run that was started now would be refused
   */
  public void checkRoom() {
    admission.checkRoom();
  }

  /**
   * Ends a run as cancelled, wherever it is worked on; its model call ends at once. Fails with
   * {@link RunLogFailure.Ended} and {@link RunLogFailure.NotFound}.
   *
   * @param by a person, {@code disconnect}…
   */
  public Uni<Event> cancel(String run, String by) {
    return host.log().request(run, state -> state.state().cancelled(by));
  }

  /**
   * Cancels a run if it hasn't ended, and erases every trace of it; who watches it sees the end.
   * Fails with {@link RunLogFailure.NotFound}.
   *
   * @param by as in {@link #cancel}
   */
  public Uni<Void> purge(String run, String by) {
    return cancel(run, by)
        .replaceWithVoid()
        .onFailure(RunLogFailure.Ended.class)
        .recoverWithNull()
        .chain(() -> host.log().erase(run));
  }

  /**
   * Tells a run what a person wants changed. It counts from the next candidate on; with {@code NOW}
   * the one that is being written starts again. Fails as {@link #cancel} does.
   *
   * @param by who; may be {@code null}
   */
  public Uni<Event> steer(String run, String text, String by, Fact.SteeringWhen when) {
    return host.log().request(run, state -> new Fact.SteeringReceived(text, by, when));
  }

  /**
   * Ends a run with a candidate that a person chose. Fails as {@link #cancel} does, and with {@link
   * NoSuchCandidate}.
   *
   * @param candidate its number; {@code null} for the best so far
   */
  public Uni<Event> accept(String run, Integer candidate) {
    return host.log().request(run, state -> accepted(state, candidate));
  }

  private Fact accepted(RunState run, Integer candidate) {
    Integer chosen = candidate == null ? run.state().best() : candidate;
    if (chosen == null || chosen < 0 || chosen >= run.state().candidates().size()) {
      throw new NoSuchCandidate(run.state().candidates().size());
    }
    Instant from = run.startedAt() == null ? run.createdAt() : run.startedAt();
    return run.state().accepted(chosen, host.clock().millis() - from.toEpochMilli());
  }

  /**
   * Cancels a run whose client is gone. There is nobody left to tell, so what can't be done is
   * logged; a run that has ended by itself is left alone.
   */
  public void abandon(String run) {
    cancel(run, "disconnect")
        .subscribe()
        .with(
            cancelled -> LOG.debugf("run %s was cancelled: its client is gone", run),
            failure -> {
              if (failure instanceof RunLogFailure.Unavailable) {
                LOG.warnf("run %s can't be cancelled: %s", run, failure.getMessage());
              }
            });
  }

  /**
   * Follows a run from after a position. Each request brings one slice of at least one entry, and
   * asks the log only then; a slow watcher gets merged deltas instead of a backlog. Completes after
   * the terminal event, or at once where nothing follows. Fails with {@link
   * RunLogFailure.NotFound}. Signals come on any thread, one after another.
   */
  public Multi<List<Entry>> watch(String run, long after) {
    return Pull.after(after, position -> host.log().next(run, position))
        .onSubscription()
        .invoke(watchers::incrementAndGet)
        .onTermination()
        .invoke(watchers::decrementAndGet);
  }

  /**
   * A run's state once it has ended, however long that takes. Cancelling it leaves the run alone.
   * Fails with {@link RunLogFailure.NotFound}.
   */
  public Uni<RunState> ended(String run) {
    return host.log().next(run, Long.MAX_VALUE).chain(() -> host.log().state(run));
  }

  /** Runs that are worked on here. */
  public int active() {
    return admission.active();
  }

  /** Runs that wait here for a turn. */
  public int queued() {
    return admission.queued();
  }

  /** Subscriptions of {@link #watch} that have not ended. */
  public int watchers() {
    return watchers.get();
  }

  /** Goes on with what nobody works on: runs of a process that ended, or of a pod that was lost. */
  void open(@Observes StartupEvent event) {
    host.models().names(); // makes them here: that may block, and the runs are on event loops
    takeOver();
    looking = vertx.setPeriodic(lookFor.toMillis(), timer -> takeOver());
  }

  void stop(@Observes ShutdownEvent event) {
    vertx.cancelTimer(looking);
    workers.forEach(Worker::stop);
  }

  /** Claims runs that nobody works on, as many as there is room for, and works on them. */
  void takeOver() {
    int room = admission.room();
    if (room > 0) {
      host.log()
          .claim(room)
          .subscribe()
          .with(
              leases ->
                  leases.forEach(
                      lease -> host(lease, admission.enterAgain(), EventLoop.next(vertx), true)),
              failure -> LOG.debugf("no run can be claimed now: %s", failure.getMessage()));
    }
  }

  private Uni<RunLog.Lease> create(
      NewRun run, RunLog.Once once, Admission.Place place, EventLoop loop) {
    String id = UuidCreator.getTimeOrderedEpoch().toString();
    return host.log()
        .create(id, run.owner(), run.created(), once)
        .onItem()
        .invoke(lease -> host(lease, place, loop, false))
        .onFailure()
        .invoke(place::leave)
        .memoize()
        .indefinitely();
  }

  private void host(RunLog.Lease lease, Admission.Place place, EventLoop loop, boolean claimed) {
    Worker worker = new Worker(host, lease, place, loop, claimed, workers::remove);
    workers.add(worker);
    worker.start();
  }
}
