package dev.hone.refinement;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;

/**
 * The loop of one run, after RM-Gallery's {@code LLMRefinement}: the model answers, then up to
 * {@code max_iterations} times the reward evaluates the newest candidate, its evaluation becomes
 * the feedback, and the model writes a better one. The best candidate wins.
 *
 * <p>It starts from the state of a log and goes on from the last complete step, so it continues a
 * run that another pod began as it begins one.
 */
public final class Refinement {

  private final String run;
  private final Fold state;
  private final LanguageModel writer;
  private final Reward reward;
  private final Clock clock;
  private final Executor thread;
  private final int mostIterations;
  private final Allowance allowance;
  private final long startedAt;

  /** The step that was decided last; {@code null} at first. */
  private Step last;

  /**
   * @param run a run that has been started and has not ended
   * @param thread where the facts are made and cancelled; a deadline strikes there
   * @param mostIterations up to which a person's steering is granted an iteration more
   * @param allowance where nothing is left the run stops before its next step
   */
  public Refinement(
      RunState run,
      LanguageModel writer,
      Reward reward,
      Clock clock,
      Executor thread,
      int mostIterations,
      Allowance allowance) {
    this.run = run.id();
    this.state = new Fold(run.state());
    this.writer = writer;
    this.reward = reward;
    this.clock = clock;
    this.thread = thread;
    this.mostIterations = mostIterations;
    this.allowance = allowance;
    this.startedAt = run.startedAt().toEpochMilli();
  }

  /**
   * The run's facts from here on, the last one terminal; it never fails. Cold, and to be subscribed
   * once: nothing happens before, and cancelling it cancels the model call under way. Demand
   * reaches the model's socket.
   */
  public Multi<Fact> facts() {
    Multi<Step> steps =
        Multi.createBy()
            .repeating()
            .supplier(() -> step())
            .until(Step.Finish.class::isInstance)
            .onItem()
            .transformToUniAndConcatenate(this::allowed);
    return Unfolding.of(steps, this::take)
        .onItem()
        .transformToMultiAndConcatenate(facts -> facts)
        .onItem()
        .invoke(this::hear)
        .plug(this::untilDeadline)
        .onCompletion()
        .continueWith(() -> List.of(Endings.completed(state.now(), next(), elapsed())))
        .onFailure()
        .recoverWithItem(failure -> Endings.failed(run, state.now(), failure, elapsed()));
  }

  /** Number of the candidate that is being written, if one is. From any thread. */
  public OptionalInt writing() {
    State.Underway underway = state.now().underway();
    return underway == null || underway.evaluating()
        ? OptionalInt.empty()
        : OptionalInt.of(underway.candidate());
  }

  /** What voids the step that is under way, if one is: its loop is left. From any thread. */
  public Optional<Fact> voided() {
    State.Underway underway = state.now().underway();
    if (underway == null) {
      return Optional.empty();
    }
    int candidate = underway.candidate();
    return Optional.of(
        underway.evaluating()
            ? new Fact.EvaluationDiscarded(candidate, null, EvaluationDiscardReason.RETRY)
            : new Fact.CandidateDiscarded(candidate, Fact.CandidateDiscardReason.STEERED));
  }

  /**
   * Whether another step follows what is complete; else the run is about to end. From any thread.
   */
  public boolean goesOn() {
    return !(next() instanceof Step.Finish);
  }

  /** All tokens used so far, those of a call under way estimated. From any thread. */
  public Usage usage() {
    return state.now().usage();
  }

  /**
   * Tells the loop of a fact that somebody else appended, such as steering; it counts from the next
   * step on. From any thread.
   */
  public void hear(Fact fact) {
    state.add(fact);
  }

  /** A model or reward that ends without its last item would be asked the same for ever. */
  private Step step() {
    Step next = next();
    if (next.equals(last)) {
      throw new IllegalStateException("ended without a result: " + last);
    }
    last = next;
    return next;
  }

  private Uni<Step> allowed(Step step) {
    return allowance
        .refusal()
        .map(
            refusal -> {
              if (refusal.isPresent()) {
                throw new Allowance.Spent(refusal.get());
              }
              return step;
            });
  }

  /**
   * What a step says, and what it says first: one after the other, as streams of their own, so that
   * a token goes through no operator that joins them. ({@code item()} would make an emitter with a
   * buffer of it.)
   */
  private List<Multi<Fact>> take(Step step) {
    if (step instanceof Step.Write write) {
      Writing writing = new Writing(write, state.now(), writer, clock);
      return List.of(Multi.createFrom().items(writing.started()), writing.facts());
    }
    Evaluating evaluating = new Evaluating((Step.Evaluate) step, state.now(), reward, clock);
    return List.of(Multi.createFrom().items(evaluating.started()), evaluating.facts());
  }

  private Multi<Fact> untilDeadline(Multi<Fact> facts) {
    Duration deadline = state.now().settings().stop().deadline();
    if (deadline == null) {
      return facts;
    }
    Duration left = deadline.minusMillis(elapsed());
    return left.toMillis() <= 0 ? Multi.createFrom().empty() : new Deadline<>(facts, left, thread);
  }

  private Step next() {
    return Steps.next(state.now(), reward.mode(), mostIterations);
  }

  private long elapsed() {
    return clock.millis() - startedAt;
  }
}
