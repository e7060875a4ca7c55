package dev.hone.refinement;

import static java.util.stream.Collectors.partitioningBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Where a run stands: the fold of its facts, and made in no other way. Immutable.
 *
 * @param candidates the complete ones, by number
 * @param evaluations the complete ones, in their order
 * @param best number of the best candidate; {@code null} while there is none
 * @param used tokens of all complete calls
 * @param underway what is being written; {@code null} between steps
 * @param steering what people said that no prompt has taken up yet, in log order
 * @param terminal how the run ended; {@code null} while it hasn't
 */
public record State(
    Sample sample,
    Settings settings,
    List<Candidate> candidates,
    List<Fact.EvaluationCompleted> evaluations,
    Integer best,
    Usage used,
    Underway underway,
    List<Fact.SteeringReceived> steering,
    Fact.Terminal terminal) {

  /**
   * A call under way.
   *
   * @param evaluating whether a judge writes, and not the writer
   * @param promptFeedback of a candidate that is being written; may be {@code null}
   * @param steering what its prompt has taken up; asked again if it comes to nothing
   * @param characters received so far, those of voided tries included
   */
  public record Underway(
      int candidate,
      int iteration,
      boolean evaluating,
      String promptFeedback,
      List<Fact.SteeringReceived> steering,
      long characters) {

    Underway more(long length) {
      return new Underway(
          candidate, iteration, evaluating, promptFeedback, steering, characters + length);
    }
  }

  public static State of(Fact.RunCreated created) {
    List<Candidate> given = new ArrayList<>();
    for (String content : created.sample().candidates()) {
      given.add(Candidate.given(given.size(), content));
    }
    return new State(
        created.sample(),
        created.settings(),
        List.copyOf(given),
        List.of(),
        newestUsable(given),
        Usage.NONE,
        null,
        List.of(),
        null);
  }

  /** The state after one more fact. */
  public State apply(Fact fact) {
    if (fact instanceof Fact.Delta delta) {
      return more(delta.text().length());
    }
    if (fact instanceof Fact.CandidateStarted started) {
      return started(started);
    }
    if (fact instanceof Fact.CandidateCompleted completed) {
      return completed(completed);
    }
    if (fact instanceof Fact.CandidateDiscarded discarded) {
      return discarded.reason() == Fact.CandidateDiscardReason.RETRY ? this : abandoned();
    }
    if (fact instanceof Fact.EvaluationStarted started) {
      return abandoned()
          .withUnderway(
              new Underway(started.candidate(), started.iteration(), true, null, List.of(), 0));
    }
    if (fact instanceof Fact.EvaluationCompleted completed) {
      return evaluated(completed);
    }
    if (fact instanceof Fact.SteeringReceived received) {
      return withSteering(plus(steering, received));
    }
    if (fact instanceof Fact.Terminal end) {
      return ended(end);
    }
    return this;
  }

  /** The state after deltas of so many characters. */
  State more(long characters) {
    return underway == null ? this : withUnderway(underway.more(characters));
  }

  /** All tokens used, those of a call under way estimated. */
  public Usage usage() {
    return underway == null ? used : used.plus(estimateUnderway());
  }

  /** Tokens that complete calls have used since an earlier state of the run. */
  public long usedSince(State before) {
    return used.totalTokens() - before.used.totalTokens();
  }

  public Candidate bestCandidate() {
    return best == null ? null : candidates.get(best);
  }

  public Candidate newest() {
    return candidates.isEmpty() ? null : candidates.get(candidates.size() - 1);
  }

  /** How many refinements are complete. */
  public int iteration() {
    return candidates.isEmpty() ? 0 : newest().iteration();
  }

  /** How a run that is cancelled now ends. {@code by}: a person, {@code disconnect}… */
  public Fact.RunCancelled cancelled(String by) {
    Candidate top = bestCandidate();
    return new Fact.RunCancelled(
        by, best, top == null ? null : top.content(), top == null ? null : top.score(), usage());
  }

  /** The best so far; once the run has ended what its end names, which a person may have chosen. */
  public Integer chosen() {
    return terminal == null ? best : terminal.best();
  }

  /**
   * How a run ends of which a person accepts a candidate now; {@code candidate} must be complete.
   */
  public Fact.RunCompleted accepted(int candidate, long durationMs) {
    Candidate chosen = candidates.get(candidate);
    return new Fact.RunCompleted(
        candidate,
        chosen.content(),
        chosen.score(),
        StopReason.ACCEPTED,
        candidates.size(),
        usage(),
        durationMs);
  }

  /**
   * How a run that fails now ends. A call that never brought anything isn't counted: it was
   * refused.
   */
  public Fact.RunFailed failed(Problem problem) {
    Candidate top = bestCandidate();
    return new Fact.RunFailed(
        problem,
        best,
        top == null ? null : top.content(),
        top == null ? null : top.score(),
        usageAfterFailure());
  }

  /** The same by a defect, of which a client learns no more. */
  public Fact.RunFailed failedByDefect() {
    return failed(Problem.of("internal", "The run failed by an internal error", 500, null));
  }

  /** With the call under way, unless that has brought nothing: then it was refused. */
  Usage usageAfterFailure() {
    return underway != null && underway.characters() == 0 ? used : usage();
  }

  private State started(Fact.CandidateStarted fact) {
    // A retry starts the same call again; its provider's count will include the voided try.
    if (underway != null && !underway.evaluating() && underway.candidate() == fact.candidate()) {
      return this;
    }
    State before = abandoned();
    Map<Boolean, List<Fact.SteeringReceived>> said =
        before.steering.stream()
            .collect(partitioningBy(one -> Prompts.hasTakenUp(fact.feedback(), one)));
    return before
        .withSteering(List.copyOf(said.get(false)))
        .withUnderway(
            new Underway(
                fact.candidate(),
                fact.iteration(),
                false,
                fact.feedback(),
                List.copyOf(said.get(true)),
                0));
  }

  private State completed(Fact.CandidateCompleted fact) {
    String promptFeedback = underway == null ? null : underway.promptFeedback();
    Candidate candidate = Candidate.written(fact, promptFeedback);
    List<Candidate> all = plus(candidates, candidate);
    Integer top = !Best.isKnown(this) && candidate.isUsable() ? (Integer) fact.candidate() : best;
    return new State(
        sample, settings, all, evaluations, top, used.plus(fact.usage()), null, steering, terminal);
  }

  private State evaluated(Fact.EvaluationCompleted fact) {
    List<Candidate> all = new ArrayList<>(candidates);
    change(all, fact.candidate(), candidate -> candidate.evaluated(fact));
    if (fact.ranks() != null) {
      fact.ranks()
          .forEach(
              rank -> change(all, rank.candidate(), candidate -> candidate.scored(rank.score())));
    }
    return new State(
        sample,
        settings,
        List.copyOf(all),
        plus(evaluations, fact),
        fact.best(),
        used.plus(fact.usage()),
        null,
        steering,
        terminal);
  }

  /**
   * The end says what was used; so the deltas of what was cut are not needed to know it, and the
   * log may drop them.
   */
  private State ended(Fact.Terminal end) {
    return new State(
        sample, settings, candidates, evaluations, best, end.usage(), null, steering, end);
  }

  /** The call under way came to nothing; what it used stays counted, what it took up is open. */
  private State abandoned() {
    if (underway == null) {
      return this;
    }
    List<Fact.SteeringReceived> open = new ArrayList<>(underway.steering());
    open.addAll(steering);
    return new State(
        sample,
        settings,
        candidates,
        evaluations,
        best,
        usage(),
        null,
        List.copyOf(open),
        terminal);
  }

  private Usage estimateUnderway() {
    long prompt = Prompts.length(sample.messages());
    for (Candidate candidate : candidates) {
      prompt += candidate.content().length();
    }
    return Usage.estimate(prompt, underway.characters());
  }

  private State withUnderway(Underway underway) {
    return new State(
        sample, settings, candidates, evaluations, best, used, underway, steering, terminal);
  }

  private State withSteering(List<Fact.SteeringReceived> steering) {
    return new State(
        sample, settings, candidates, evaluations, best, used, underway, steering, terminal);
  }

  private static Integer newestUsable(List<Candidate> candidates) {
    return candidates.stream()
        .filter(Candidate::isUsable)
        .map(Candidate::candidate)
        .reduce((older, newer) -> newer)
        .orElse(null);
  }

  private static void change(List<Candidate> all, int number, UnaryOperator<Candidate> change) {
    all.set(number, change.apply(all.get(number)));
  }

  private static <T> List<T> plus(List<T> list, T item) {
    List<T> longer = new ArrayList<>(list);
    longer.add(item);
    return List.copyOf(longer);
  }
}
