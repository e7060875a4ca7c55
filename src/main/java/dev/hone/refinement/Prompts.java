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
    List<Candidate> candidates = state.candidates();
    String first = candidates.isEmpty() ? feedback : candidates.get(0).promptFeedback();
    List<Message> prompt = asked(state.sample().messages(), first);
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
   * The conversation, with what people asked for now, before there was an answer, in its last turn.
   */
  private static List<Message> asked(List<Message> conversation, String steering) {
    List<Message> prompt = new ArrayList<>(conversation);
    if (steering == null) {
      return prompt;
    }
    Message last = prompt.get(prompt.size() - 1);
    if (last.role().equals("user")) {
      prompt.set(prompt.size() - 1, last.and(steering));
    } else {
      prompt.add(Message.user(steering));
    }
    return prompt;
  }

  /**
   * What the next prompt says about the newest candidate: why it can't be used where that isn't in
   * its text, its evaluation, then what people asked for.
   */
  static String feedback(State state) {
    Candidate newest = state.newest();
    String evaluation = newest.isEvaluated() ? newest.feedback() : Evaluation.NO_FEEDBACK;
    String why = Unusable.toWriter(newest);
    String feedback = why == null ? evaluation : why + "\n\n" + evaluation;
    return state.steering().isEmpty() ? feedback : feedback + "\n\n" + lines(state.steering());
  }

  /**
   * What people want in the first answer already; {@code null} if nothing. All else waits for the
   * next iteration.
   */
  static String forNow(State state) {
    List<Fact.SteeringReceived> said =
        state.steering().stream().filter(one -> one.when() == Fact.SteeringWhen.NOW).toList();
    return said.isEmpty() ? null : lines(said);
  }

  /**
   * Whether a prompt's feedback says what a person asked for. {@code feedback} may be {@code null}.
   */
  static boolean hasTakenUp(String feedback, Fact.SteeringReceived said) {
    return feedback != null && (feedback + "\n").contains(line(said) + "\n");
  }

  private static String lines(List<Fact.SteeringReceived> said) {
    return said.stream().map(Prompts::line).collect(Collectors.joining("\n"));
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
