package dev.hone.refinement;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;

/**
 * A run as its log tells it: the fold of its events, and made in no other way. Immutable.
 *
 * @param startedAt when the first pod began to work on it; {@code null} while it is queued
 * @param endedAt {@code null} until it has ended
 * @param attempt how many pods have worked on it so far
 * @param attemptsAtStep how many of them have begun with its present step: one that came and had to
 *     go before it began anything, as where the disk is full, has used none
 * @param begun whether the newest of them has
 * @param lastSeq of the newest event
 */
public record RunState(
    String id,
    Instant createdAt,
    Instant startedAt,
    Instant endedAt,
    int attempt,
    int attemptsAtStep,
    boolean begun,
    long lastSeq,
    Map<String, String> metadata,
    State state) {

  /** Where a run is in its life. */
  public enum Status {
    @JsonProperty("queued")
    QUEUED,
    @JsonProperty("running")
    RUNNING,
    @JsonProperty("completed")
    COMPLETED,
    @JsonProperty("failed")
    FAILED,
    @JsonProperty("cancelled")
    CANCELLED;

    /** Whether nothing follows. */
    public boolean isEnd() {
      return this != QUEUED && this != RUNNING;
    }
  }

  /**
   * The state after a run's first event.
   *
   * @throws IllegalArgumentException if that isn't {@code run.created}
   */
  public static RunState of(Event first) {
    if (!(first.fact() instanceof Fact.RunCreated created)) {
      throw new IllegalArgumentException(
          "a log begins with run.created, not " + first.fact().type());
    }
    return new RunState(
        first.run(),
        first.at(),
        null,
        null,
        0,
        0,
        false,
        first.seq(),
        created.metadata(),
        State.of(created));
  }

  /** The state of a whole log. */
  public static RunState of(Iterable<Event> log) {
    RunState state = null;
    for (Event event : log) {
      state = state == null ? of(event) : state.apply(event);
    }
    return state;
  }

  /** The state after one more event. */
  public RunState apply(Event event) {
    Fact fact = event.fact();
    boolean starts = fact instanceof Fact.RunStarted;
    return new RunState(
        id,
        createdAt,
        starts && startedAt == null ? event.at() : startedAt,
        event.isTerminal() ? event.at() : endedAt,
        fact instanceof Fact.RunStarted started ? started.attempt() : attempt,
        attemptsAfter(fact),
        begunAfter(fact),
        event.seq(),
        metadata,
        state.apply(fact));
  }

  private int attemptsAfter(Fact fact) {
    if (completes(fact)) {
      return 0;
    }
    return begins(fact) && !begun ? attemptsAtStep + 1 : attemptsAtStep;
  }

  private boolean begunAfter(Fact fact) {
    return begins(fact) || begun && !completes(fact) && !(fact instanceof Fact.RunStarted);
  }

  private static boolean begins(Fact fact) {
    return fact instanceof Fact.CandidateStarted || fact instanceof Fact.EvaluationStarted;
  }

  private static boolean completes(Fact fact) {
    return fact instanceof Fact.CandidateCompleted || fact instanceof Fact.EvaluationCompleted;
  }

  /** The state after deltas of so many characters, the last of which has this number. */
  public RunState more(long seq, long characters) {
    return new RunState(
        id,
        createdAt,
        startedAt,
        endedAt,
        attempt,
        attemptsAtStep,
        begun,
        seq,
        metadata,
        state.more(characters));
  }

  public Status status() {
    if (state.terminal() instanceof Fact.RunCompleted) {
      return Status.COMPLETED;
    }
    if (state.terminal() instanceof Fact.RunFailed) {
      return Status.FAILED;
    }
    if (state.terminal() instanceof Fact.RunCancelled) {
      return Status.CANCELLED;
    }
    return startedAt == null ? Status.QUEUED : Status.RUNNING;
  }

  public boolean hasEnded() {
    return state.terminal() != null;
  }
}
