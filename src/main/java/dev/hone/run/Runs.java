package dev.hone.run;

import dev.hone.refinement.Models;
import dev.hone.refinement.Rewards;
import dev.hone.refinement.RunState;
import dev.hone.telemetry.Traces;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Starts runs, works on them and lets them be watched. All calls are lazy, don't block and may be
 * made from any thread; a run that was accepted ends in exactly one terminal event whatever
 * happens; while its log can't be written it waits.
 */
@ApplicationScoped
public class Runs {

  private final Host host;
  private final Admission admission;
  private final Turnstile turnstile;
  private final RunFigures figures;
  private final Vertx vertx;
  private final Watchers following;
  private final Workers workers;
  private final Starts starts;
  private final Lookout lookout;
  private Duration lease = Duration.ZERO;

  @Inject
  Runs(
      RunLog log,
      Models models,
      Rewards rewards,
      RunsConfig config,
      PodConfig pod,
      @ConfigProperty(name = "hone.limits.iterations", defaultValue = "20") int mostIterations,
      Quotas quotas,
      Ties ties,
      RunFigures figures,
      Traces traces,
      Vertx vertx) {
    this(
        new Host(
            pod.pod().orElseGet(HostName::get),
            log,
            models,
            rewards,
            Clock.systemUTC(),
            config.attempts(),
            mostIterations,
            quotas,
            ties),
        new Admission(config.maxActive(), config.maxQueued(), config.retryAfter()),
        figures,
        traces,
        vertx);
    this.lease = config.lease();
  }

  Runs(Host host, Admission admission, RunFigures figures, Traces traces, Vertx vertx) {
    this.host = host;
    this.admission = admission;
    this.turnstile = new Turnstile(host.quotas().runs());
    this.figures = figures;
    this.vertx = vertx;
    this.following = new Watchers(host.log(), () -> figures.lag(host.clock()));
    this.workers = new Workers(run -> following.leave(run::equals));
    this.starts = new Starts(host, admission, workers, figures, traces);
    this.lookout = new Lookout(host.log(), admission, vertx, this::goOn);
  }

  /**
   * Starts a run, or queues it for a turn, and answers with its state when it is in the log. It
   * lives on the event loop of the subscriber where that has one.
   *
   * <p>Once subscribed it goes its way: cancelling the call doesn't cancel the run. Fails with
   * {@link RunsFull} where neither has room, with {@link QuotaReached} where the owner has used
   * what they may, with {@link Stopping} once the server is to stop, and with {@link
   * RunLogFailure.Unavailable}; then nothing was created.
   */
  public Uni<RunState> start(NewRun run) {
    return Uni.createFrom()
        .item(() -> Asker.here(vertx)) // where it asks, not where the log answers
        .chain(asker -> starts.begin(run, null, asker));
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
        .item(() -> Asker.here(vertx))
        .chain(asker -> starts.once(run, once, asker));
  }

  /**
   * Refines without a log: nobody can watch it, and it ends with the call. The result is the ended
   * run. It waits for a place as long as it must, and cancelling it ends its model call at once.
   * Best subscribed on an event loop, where it stays. As many runs of one owner as may not have
   * ended are refined at once; the others wait. Fails with {@link QuotaReached} if no tokens are
   * left.
   */
  public Uni<RunState> refine(NewRun run) {
    return Uni.createFrom()
        .item(() -> EventLoop.nearCaller(vertx))
        .chain(
            loop ->
                host.quotas()
                    .checkTokens(run.owner())
                    .chain(
                        () ->
                            Uni.createFrom()
                                .emitter(
                                    caller ->
                                        new PassingRun(host, run, loop, figures, caller)
                                            .start(turnstile, admission))));
  }

  /**
   * @throws RunsFull if a run that was started now would be refused
   */
  public void checkRoom() {
    admission.checkRoom();
  }

  /**
   * Follows a run from after a position. Each request brings one slice of at least one entry, and
   * asks the log only then; a slow watcher gets merged deltas instead of a backlog. Completes after
   * the terminal event, or at once where nothing follows. Once the server is to stop it completes
   * before: when the run is handed over, at the start of that if the run isn't worked on here, and
   * with it at the latest. Fails with {@link RunLogFailure.NotFound}. Signals come on any thread,
   * one after another.
   */
  public Multi<List<Entry>> watch(String run, long after) {
    return following.watch(run, after);
  }

  /**
   * A run's state once it has ended, however long that takes; or as it is when {@link #watch} would
   * complete before the end. Cancelling it leaves the run alone. Fails with {@link
   * RunLogFailure.NotFound}.
   */
  public Uni<RunState> ended(String run) {
    return following.untilEnd(run).onItem().ignoreAsUni().chain(() -> host.log().state(run));
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
    return following.count();
  }

  /** Goes on with what nobody works on: runs of a process that ended, or of a pod that was lost. */
  void open(@Observes StartupEvent event) {
    host.models().names(); // makes them here: that may block, and the runs are on event loops
    lookout.open(lease);
  }

  /** Whether somebody can go on with runs that are given up here. */
  boolean canBeHandedOver() {
    return host.log().outlivesProcess();
  }

  /** No run is started or taken over here any more. */
  void refuse() {
    lookout.close();
    admission.close();
  }

  /**
   * Gives each run up at the end of its step, and has those leave who watch one that isn't worked
   * on here. A run that is tied to its connection goes on.
   *
   * @return completes when no run is left; never fails
   */
  CompletionStage<Void> handOver() {
    Set<String> here = workers.runs();
    following.leave(run -> !here.contains(run));
    return workers.handOver();
  }

  /** Gives all runs up that are left, now; tied ones are cancelled. None gets a turn by that. */
  void stop() {
    admission.endTurns();
    workers.stop();
  }

  /** Those who watch get what is in the log, and leave. */
  void dismissWatchers() {
    following.close();
  }

  /** Claims runs that nobody works on, as many as there is room for, and works on them. */
  void takeOver() {
    lookout.look();
  }

  private void goOn(RunLog.Lease lease, Admission.Place place) {
    starts.goOn(lease, place, EventLoop.next(vertx));
  }
}
