package dev.hone.refinement;

import java.util.List;

/**
 * What a reward says of a candidate.
 *
 * @param score finite; {@code null} if there is none: the judge's verdict could not be had, or a
 *     comparison had nothing to compare
 * @param details by dimension; at least one unless the evaluation failed
 * @param rubrics for judges: which are met; {@code null} for others
 * @param ranks for listwise: one for each candidate; {@code null} for others
 * @param feedback text for the next prompt
 * @param usage of the judges' calls
 * @param preferred for rewards that compare: number of the candidate that won; {@code null} for
 *     others, and where nothing was compared
 */
public record Evaluation(
    Double score,
    List<Detail> details,
    List<RubricVerdict> rubrics,
    List<Rank> ranks,
    String feedback,
    Usage usage,
    Integer preferred) {

  /**
   * The reference's words for feedback that could not be had (RM-Gallery, {@code
   * refinement.py:111}).
   */
  public static final String NO_FEEDBACK = "No valid evaluation feedback available.";

  public Evaluation {
    score = finite(score);
  }

  /** One dimension. {@code score} may be {@code null} only where only a reason was asked for. */
  public record Detail(String name, Double score, String reason) {

    public Detail {
      score = finite(score);
    }
  }

  /** One rubric, by its text. */
  public record RubricVerdict(String rubric, boolean met) {}

  /** A candidate's score in a listwise evaluation. */
  public record Rank(int candidate, double score) {}

  /** A pointwise result of one dimension. */
  public static Evaluation of(String name, double score, String reason) {
    return new Evaluation(
        score, List.of(new Detail(name, score, reason)), null, null, reason, Usage.NONE, null);
  }

  /** The verdict could not be had. */
  public static Evaluation failed(Usage usage) {
    return new Evaluation(null, List.of(), null, null, NO_FEEDBACK, usage, null);
  }

  /**
   * JSON has finite numbers only. A score beyond them is the last of them, and what is no number is
   * no score.
   */
  private static Double finite(Double score) {
    if (score == null || score.isNaN()) {
      return null;
    }
    return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, score));
  }
}
