package dev.hone.run;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.hone.refinement.Event;
import dev.hone.refinement.OnDisconnect;
import dev.hone.refinement.RunState;
import dev.hone.telemetry.Traces;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;

/** How runs begin to be worked on here: new ones in the log first, others from what is in it. */
final class Starts {

  private final Host host;
  private final Admission admission;
  private final Workers workers;
  private final RunFigures figures;
  private final Traces traces;

  Starts(Host host, Admission admission, Workers workers, RunFigures figures, Traces traces) {
    this.host = host;
    this.admission = admission;
    this.workers = workers;
    this.figures = figures;
    this.traces = traces;
  }

  /**
   * Begins a run, or queues it for a turn; fails as {@link Runs#start} says.
   *
   * @param once {@code null} if each call is to begin one
   */
  Uni<RunState> begin(NewRun run, RunLog.Once once, Asker asker) {
    return host.quotas()
        .checkTokens(run.owner())
        .chain(
            () -> {
              Uni<RunLog.Lease> created = create(run, once, admission.enter(run.owner()), asker);
              created.subscribe().with(ignored -> {}, ignored -> {});
              return created;
            })
        .chain(lease -> begun(lease.run(), run));
  }

  /** The same, but for the first with its key only; the others are given that one. */
  Uni<Runs.Started> once(NewRun run, RunLog.Once once, Asker asker) {
    return host.log()
        .first(run.owner(), once.key())
        .chain(
            first ->
                first == null
                    ? begin(run, once, asker).map(begun -> new Runs.Started(begun, false))
                    : again(first, once))
        .onFailure(RunLogFailure.Repeated.class)
        .recoverWithUni(lost -> again(((RunLogFailure.Repeated) lost).first(), once));
  }

  /** Works on a run that was claimed. */
  void goOn(RunLog.Lease lease, Admission.Place place, EventLoop loop) {
    host(lease, place, loop, Worker.Origin.CLAIMED, Context.root());
  }

  private Uni<Runs.Started> again(RunLog.First first, RunLog.Once once) {
    if (!first.fingerprint().equals(once.fingerprint())) {
      return Uni.createFrom().failure(new KeyTaken());
    }
    return host.log().state(first.run()).map(run -> new Runs.Started(run, true));
  }

  /** It goes its way; a caller who isn't told of it, since it can't be read now, starts another. */
  private Uni<RunState> begun(String id, NewRun run) {
    return host.log()
        .state(id)
        .onFailure(RunLogFailure.Unavailable.class)
        .recoverWithItem(
            () -> RunState.of(new Event(id, 1, host.clock().instant(), run.created())));
  }

  private Uni<RunLog.Lease> create(
      NewRun run, RunLog.Once once, Admission.Place place, Asker asker) {
    String id = UuidCreator.getTimeOrderedEpoch().toString();
    return host.log()
        .create(id, run.owner(), run.created(), once, host.quotas().runs())
        .onItem()
        .invoke(
            lease -> {
              if (run.settings().onDisconnect() == OnDisconnect.CANCEL) {
                host.ties().tie(id);
              }
              host(lease, place, asker.loop(), Worker.Origin.NEW, asker.trace());
            })
        .onFailure()
        .invoke(place::leave)
        .onFailure()
        .transform(host.quotas()::refusal)
        .memoize()
        .indefinitely();
  }

  private void host(
      RunLog.Lease lease,
      Admission.Place place,
      EventLoop loop,
      Worker.Origin origin,
      Context cause) {
    RunReport report = new RunReport(lease.run(), figures, new RunSpan(traces, cause));
    workers.add(new Worker(host, lease, place, loop, origin, report, workers::remove));
  }
}
