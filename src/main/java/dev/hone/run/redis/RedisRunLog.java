package dev.hone.run.redis;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.RunState;
import dev.hone.run.Entry;
import dev.hone.run.Ledger;
import dev.hone.run.Pull;
import dev.hone.run.RunLog;
import dev.hone.run.RunLogFailure;
import dev.hone.run.Waiting;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The run log in Redis, one for each pod. Times are those of the appender's clock; leases go by
 * Redis' own.
 *
 * <p>A worker has its lease from {@link #create} or {@link #claim} on for as long as it listens to
 * {@link #requests}, which also completes when the lease turns out to be another's.
 *
 * <p>While Redis is away, appends of workers wait for it up to the patience and {@link #next} waits
 * without a bound; all else fails as {@link RunLogFailure.Unavailable}.
 *
 * <p>The runs of {@link #list} are without texts. Ids of runs must be time-ordered.
 */
public final class RedisRunLog implements RunLog {

  /** How much longer Redis itself keeps an ended run, should no pod be there to erase it. */
  private static final Duration SPARE = Duration.ofHours(1);

  private static final Duration SWEEP = Duration.ofMinutes(1);

  private final Vertx vertx;
  private final RedisSettings settings;
  private final Clock clock;
  private final Keys keys;
  private final Link appends;
  private final Link calls;
  private final Link news;
  private final Streams streams;
  private final LocalRuns runs;
  private final Beginnings beginnings;
  private final Flights flights;
  private final Requests requests;
  private final Leases leases;
  private final Index index;
  private final Erasing erasing;
  private final List<Long> timers = new ArrayList<>();

  /** Connects, and goes on trying to; {@link #close} ends that. */
  public RedisRunLog(Vertx vertx, Redis redis, RedisSettings settings, Clock clock) {
    this.vertx = vertx;
    this.settings = settings;
    this.clock = clock;
    this.keys = new Keys(settings.prefix());
    this.appends = new Link("appends", vertx, redis, settings.timeout());
    this.calls = new Link("calls", vertx, redis, settings.timeout());
    this.news = new Link("news", vertx, redis, settings.timeout());
    long keptFor = settings.age().plus(SPARE).toMillis();
    this.streams = new Streams(keys, calls);
    this.runs = new LocalRuns(keys, news, settings.timeout(), streams::after);
    this.flights =
        new Flights(vertx, appends, keys, clock, settings.patience(), keptFor, this::refused);
    this.requests = new Requests(keys, calls, streams, runs, clock, keptFor);
    this.erasing = new Erasing(keys, calls, this::forget);
    this.beginnings = new Beginnings(vertx, keys, calls, runs, erasing, settings, clock);
    this.leases = new Leases(keys, calls, streams, runs, erasing, settings.lease());
    this.index = new Index(keys, calls);
    calls.onUp(leases::renew).onUp(() -> Eviction.warn(calls));
    every(LocalRuns.CHECK, runs::check);
    every(settings.lease().dividedBy(3), leases::renew);
    every(SWEEP, this::sweep);
    List.of(appends, calls, news).forEach(Link::open);
  }

  @Override
  public Uni<Lease> create(String run, String owner, Fact.RunCreated created, Once once, int most) {
    return Unavailable.uni(() -> beginnings.begin(run, owner, created, once, most));
  }

  @Override
  public Uni<First> first(String owner, String key) {
    return Unavailable.uni(() -> index.first(owner, key));
  }

  @Override
  public Uni<Event> append(Lease lease, Fact fact, long heard) {
    return Uni.createFrom()
        .emitter(
            caller -> {
              LocalRun run = runs.find(lease.run());
              Appender appender = run == null ? null : run.appender();
              if (appender != null && appender.lease().equals(lease)) {
                flights.append(appender, new Appender.Said(fact, heard, caller));
              } else {
                refuse(lease, caller);
              }
            })
        .onItem()
        .castTo(Event.class)
        .onItem()
        .invoke(this::noteEnd);
  }

  @Override
  public Uni<Event> request(String run, Function<RunState, Fact> fact) {
    return Unavailable.uni(() -> requests.append(run, fact)).onItem().invoke(this::noteEnd);
  }

  @Override
  public Multi<Event> requests(Lease lease) {
    return Multi.createFrom()
        .deferred(() -> requests(lease, runs.get(lease.run())))
        .onCancellation()
        .invoke(() -> giveUp(lease));
  }

  @Override
  public Uni<List<Entry>> next(String run, long after) {
    return Waiting.asking(reader -> next(run, after, reader));
  }

  @Override
  public Uni<RunState> state(String run) {
    return Unavailable.uni(() -> streams.load(run).map(Loaded::state));
  }

  @Override
  public Uni<Head> head(String run) {
    return Unavailable.uni(() -> index.head(run));
  }

  @Override
  public Uni<Page> list(Listing listing) {
    return Unavailable.uni(() -> index.list(listing));
  }

  @Override
  public Uni<Void> erase(String run) {
    return Unavailable.uni(() -> erasing.erase(run));
  }

  @Override
  public Uni<List<Lease>> claim(int atMost) {
    return Unavailable.uni(() -> leases.claim(atMost));
  }

  /** What owners have used, by the same connection. */
  public Ledger ledger() {
    return new RedisLedger(keys, calls, clock);
  }

  @Override
  public boolean isAvailable() {
    return appends.isUp() && calls.isUp();
  }

  /** Gives all runs up, so that others can go on with them, and lets the connections go. */
  public Uni<Void> close() {
    timers.forEach(vertx::cancelTimer);
    return Unavailable.uni(leases::releaseAll)
        .onFailure()
        .recoverWithNull()
        .replaceWithVoid()
        .invoke(() -> List.of(appends, calls, news).forEach(Link::close));
  }

  /** How many readers wait for the next event of a run here. */
  public int waiting(String run) {
    LocalRun here = runs.find(run);
    return here == null ? 0 : here.waiting();
  }

  private void refuse(Lease lease, UniEmitter<? super Object> caller) {
    index
        .head(lease.run())
        .onComplete(
            head ->
                caller.fail(
                    head.ended()
                        ? new RunLogFailure.Ended(lease.run())
                        : new RunLogFailure.LeaseLost(lease.run())),
            failure -> caller.fail(Unavailable.of(failure)));
  }

  private void refused(Appender appender, RunLogFailure why) {
    LocalRun run = appender.run();
    if (why instanceof RunLogFailure.NotFound) {
      forget(run.id());
    } else if (why instanceof RunLogFailure.Ended) {
      run.heal();
    } else {
      run.leave(appender);
    }
  }

  private Multi<Event> requests(Lease lease, LocalRun run) {
    Appender appender = run.appender();
    if (appender == null || !appender.lease().equals(lease)) {
      return Multi.createFrom().empty();
    }
    return Pull.after(
            run.heardOf(), after -> Waiting.asking(worker -> run.nextRequest(after, worker)))
        .onItem()
        .<Entry>disjoint()
        .map(Entry::event);
  }

  private void giveUp(Lease lease) {
    LocalRun run = runs.find(lease.run());
    Appender appender = run == null ? null : run.appender();
    if (appender != null && appender.lease().equals(lease)) {
      run.leave(appender);
      leases.release(lease);
    }
  }

  private void next(String run, long after, Waiting reader) {
    LocalRun here = runs.get(run);
    if (!here.next(after, reader)) {
      runs.drop(here);
      next(run, after, reader);
    }
  }

  private void forget(String run) {
    LocalRun here = runs.find(run);
    if (here != null) {
      here.erase();
      runs.drop(here);
    }
  }

  private void noteEnd(Event event) {
    if (event.isTerminal()) {
      sweep();
    }
  }

  private void sweep() {
    erasing.sweep(clock.millis() - settings.age().toMillis(), settings.runs());
  }

  private void every(Duration period, Runnable task) {
    timers.add(vertx.setPeriodic(Math.max(1, period.toMillis()), tick -> task.run()));
  }
}
