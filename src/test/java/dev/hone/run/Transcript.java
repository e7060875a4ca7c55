package dev.hone.run;

import dev.hone.refinement.Candidate;
import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.RunState;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a reader knows of a run after these events: what is complete, and the texts that are being
 * written. Estimates of tokens are left out, since they hang on deltas that a late reader doesn't
 * get.
 */
public record Transcript(
    RunState.Status status,
    List<Candidate> candidates,
    List<Fact.EvaluationCompleted> evaluations,
    List<Fact.SteeringReceived> steering,
    Fact.Terminal terminal,
    long lastSeq,
    Map<String, String> underway) {

  public static Transcript of(List<Event> events) {
    RunState run = RunState.of(events);
    return new Transcript(
        run.status(),
        run.state().candidates(),
        run.state().evaluations(),
        run.state().steering(),
        run.state().terminal(),
        run.lastSeq(),
        underway(events));
  }

  private static Map<String, String> underway(List<Event> events) {
    Map<String, String> texts = new TreeMap<>();
    for (Event event : events) {
      Fact fact = event.fact();
      if (fact instanceof Fact.ThinkingDelta delta) {
        texts.merge("thinking", delta.text(), String::concat);
      } else if (fact instanceof Fact.CandidateDelta delta) {
        texts.merge("candidate", delta.text(), String::concat);
      } else if (fact instanceof Fact.FeedbackDelta delta) {
        texts.merge("feedback " + delta.part(), delta.text(), String::concat);
      } else if (fact instanceof Fact.EvaluationDiscarded discarded) {
        texts.remove("feedback " + discarded.part());
      } else if (!(fact instanceof Fact.SteeringReceived)) {
        texts.clear();
      }
    }
    return texts;
  }
}
