package dev.hone.refinement;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The prompt of each candidate: the conversation with its real roles, then for each candidate an
 * assistant turn and a user turn. Each prompt extends the one before it, so that the provider's
 * prefix cache serves all but the newest turns; that is why a turn says what was the best
 * <em>then</em>.
 */
final class Prompts {

  private static final Template TURN = Template.resource("/prompts/refine.md");

  private Prompts() {}

  /** What the model is asked for the next candidate, whose prompt ends with this feedback. */
  static List<Message> next(State state, String feedback) {
    List<Message> prompt = new ArrayList<>(state.sample().messages());
    List<Candidate> candidates = state.candidates();
    for (Candidate candidate : candidates) {
      String said =
          candidate == state.newest()
              ? feedback
              : toldNext(candidate, candidates.get(candidate.candidate() + 1));
      prompt.add(Message.assistant(candidate.isUsable() ? candidate.content() : "(no answer)"));
      prompt.add(Message.user(turn(state, candidate, said)));
    }
    return List.copyOf(prompt);
  }

  /**
   * What the next prompt says about the newest candidate: its evaluation, then what people asked
   * for.
   */
  static String feedback(State state) {
    Candidate newest = state.newest();
    String evaluation = newest.isEvaluated() ? newest.feedback() : Evaluation.NO_FEEDBACK;
    return state.steering().isEmpty()
        ? evaluation
        : evaluation
            + "\n\n"
            + state.steering().stream().map(Prompts::line).collect(Collectors.joining("\n"));
  }

  /**
   * Whether a prompt's feedback says what a person asked for. {@code feedback} may be {@code null}.
   */
  static boolean hasTakenUp(String feedback, Fact.SteeringReceived said) {
    return feedback != null && feedback.contains(line(said));
  }

  private static String line(Fact.SteeringReceived said) {
    return "A reader asks: " + said.text();
  }

  static long length(List<Message> messages) {
    return messages.stream()
        .mapToLong(message -> message.content() == null ? 0 : message.content().length())
        .sum();
  }

  /** Between two candidates that the caller gave, no prompt has said anything yet. */
  private static String toldNext(Candidate candidate, Candidate next) {
    return next.promptFeedback() == null ? candidate.feedback() : next.promptFeedback();
  }

  private static String turn(State state, Candidate candidate, String feedback) {
    Fact.EvaluationCompleted evaluation = evaluationOf(state, candidate);
    return TURN.fill(
        Map.of(
            "score", score(evaluation == null ? null : evaluation.score()),
            "best", score(evaluation == null ? null : bestThen(state, evaluation)),
            "feedback", feedback == null ? Evaluation.NO_FEEDBACK : feedback));
  }

  private static Fact.EvaluationCompleted evaluationOf(State state, Candidate candidate) {
    for (Fact.EvaluationCompleted evaluation : state.evaluations()) {
      if (evaluation.candidate() == candidate.candidate()) {
        return evaluation;
      }
    }
    return null;
  }

  private static Double bestThen(State state, Fact.EvaluationCompleted evaluation) {
    if (evaluation.best() == null) {
      return null;
    }
    if (evaluation.best() == evaluation.candidate()) {
      return evaluation.score();
    }
    if (evaluation.ranks() != null) {
      return evaluation.ranks().stream()
          .filter(rank -> rank.candidate() == evaluation.best())
          .map(Evaluation.Rank::score)
          .findFirst()
          .orElse(null);
    }
    Fact.EvaluationCompleted best = evaluationOf(state, state.candidates().get(evaluation.best()));
    return best == null ? null : best.score();
  }

  private static String score(Double score) {
    if (score == null) {
      return "none";
    }
    return Double.isFinite(score)
        ? BigDecimal.valueOf(score).setScale(2, RoundingMode.HALF_UP).toPlainString()
        : score.toString(); // a log from before scores were finite may have one
  }
}
