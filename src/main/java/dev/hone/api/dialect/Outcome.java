package dev.hone.api.dialect;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.Json;
import dev.hone.refinement.Problem;

/**
 * How a run ended, in few words.
 *
 * @param stopReason that of a completed run, else {@code failed} or {@code cancelled}
 * @param best number of the best candidate; {@code null} if there is none
 * @param candidates how many there are; {@code null} if the end doesn't say
 */
public record Outcome(
    @JsonProperty(index = 0) String run,
    String stopReason,
    Double score,
    Integer best,
    Integer candidates) {

  /**
   * @param end a terminal event
   */
  public static Outcome of(Event end) {
    Fact.Terminal fact = (Fact.Terminal) end.fact();
    return new Outcome(end.run(), word(fact), fact.score(), fact.best(), candidates(fact));
  }

  /** The same where it is known how many candidates there are. */
  public Outcome withCandidates(int candidates) {
    return new Outcome(run, stopReason, score, best, candidates);
  }

  private static String word(Fact.Terminal end) {
    if (end instanceof Fact.RunCompleted completed) {
      return Json.MAPPER.convertValue(completed.stopReason(), String.class);
    }
    return end instanceof Fact.RunFailed ? "failed" : "cancelled";
  }

  /** A problem in one line. */
  static String text(Problem problem) {
    return problem.detail() == null ? problem.title() : problem.title() + ": " + problem.detail();
  }

  private static Integer candidates(Fact.Terminal end) {
    return end instanceof Fact.RunCompleted completed ? (Integer) completed.candidates() : null;
  }
}
