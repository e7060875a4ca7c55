package dev.hone.run.redis;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.RunState;
import dev.hone.run.RunLog;
import dev.hone.run.RunLogFailure;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Appends what the worker of one run says: one batch at a time, and what comes meanwhile waits and
 * goes together in the next. Each batch has a number under the lease, by which the script knows one
 * that it has done already. Thread-safe.
 */
final class Appender {

  private static final int MOST_FACTS = 100;
  private static final int MOST_TEXT = 256 * 1024;

  /** Takeovers leave out so many numbers: a store that failed may have lost some that were seen. */
  private static final int JUMP = 9_999;

  /**
   * A fact and who waits until it is in the log.
   *
   * @param heard as in {@link RunLog#append(RunLog.Lease, Fact, long)}
   */
  record Said(Fact fact, long heard, UniEmitter<? super Event> caller) {}

  private final RunLog.Lease lease;
  private final LocalRun run;
  private final List<Said> waiting = new ArrayList<>();
  private final StepEntries step;
  private RunState state;
  private long known;
  private int jump;
  private long number;
  private boolean underway;

  private Appender(RunLog.Lease lease, LocalRun run, RunState state, StepEntries step, int jump) {
    this.lease = lease;
    this.run = run;
    this.state = state;
    this.step = step;
    this.known = state.lastSeq();
    this.jump = jump;
  }

  /** For a run that was created here. */
  static Appender first(RunLog.Lease lease, LocalRun run, Event created) {
    return new Appender(lease, run, RunState.of(created), new StepEntries(), 0);
  }

  /** For a run that was claimed. */
  static Appender takingOver(RunLog.Lease lease, LocalRun run, Loaded log) {
    return new Appender(lease, run, log.state(), log.step(), JUMP);
  }

  RunLog.Lease lease() {
    return lease;
  }

  LocalRun run() {
    return run;
  }

  /** True: a batch can be taken, and nobody has been told so yet. */
  synchronized boolean say(Said said) {
    waiting.add(said);
    return !underway && waiting.size() == 1;
  }

  /**
   * What goes next; then {@link #landed}, {@link #failed} or {@link #refused} must be called, and
   * {@link #broke} where it throws.
   */
  synchronized Batch take(Instant at, long deadline) {
    underway = true;
    List<Batch.Part> parts = new ArrayList<>();
    RunState after = state;
    long heard = Long.MAX_VALUE;
    int taken = 0;
    int text = 0;
    for (Said said : waiting) {
      if (!fits(parts, text, said.fact())) {
        break;
      }
      taken++;
      text += said.fact() instanceof Fact.Delta delta ? delta.text().length() : 0;
      heard = Math.min(heard, said.heard());
      Batch.Part newest = parts.isEmpty() ? null : parts.get(parts.size() - 1);
      if (newest == null || !newest.takes(said)) {
        parts.add(new Batch.Part(said, charactersOf(after)));
      }
      after = after.apply(new Event(lease.run(), known, at, said.fact()));
    }
    waiting.subList(0, taken).clear();
    boolean endsStep = StepEntries.isEnd(parts.get(0).fact());
    List<Long> superfluous = endsStep ? step.superfluous() : List.of();
    return new Batch(
        this, ++number, known, heard, jump, at, parts, superfluous, null, after, deadline);
  }

  /** The batch is in the log. True: the next can be taken. */
  boolean landed(Batch batch, long first, long before) {
    List<Event> events = batch.events(first);
    boolean more;
    synchronized (this) {
      state = batch.after();
      known = first + events.size() - 1;
      jump = 0;
      events.forEach(step::add);
      underway = false;
      more = !waiting.isEmpty();
    }
    run.offer(new News(before, events.stream().map(event -> new Stored(event, null, 0)).toList()));
    batch.complete(events);
    return more;
  }

  /** Nothing more can be appended. */
  void refused(Batch batch, RunLogFailure why) {
    List<Said> others = drop();
    batch.fail(why);
    others.forEach(said -> said.caller().fail(why));
  }

  /** What waits can't be made a batch of. */
  void broke(RuntimeException defect) {
    drop().forEach(said -> said.caller().fail(defect));
  }

  private synchronized List<Said> drop() {
    List<Said> dropped = List.copyOf(waiting);
    waiting.clear();
    underway = false;
    return dropped;
  }

  /** This batch alone may or may not be in the log. True: the next can be taken. */
  boolean failed(Batch batch, RuntimeException why) {
    boolean more;
    synchronized (this) {
      underway = false;
      more = !waiting.isEmpty();
    }
    batch.fail(why);
    return more;
  }

  /** What ends a step goes first, since only then it is known which entries it supersedes. */
  private static boolean fits(List<Batch.Part> parts, int text, Fact next) {
    return parts.isEmpty()
        || (parts.size() < MOST_FACTS && text < MOST_TEXT && !StepEntries.isEnd(next));
  }

  private static long charactersOf(RunState run) {
    return run.state().underway() == null ? 0 : run.state().underway().characters();
  }
}
