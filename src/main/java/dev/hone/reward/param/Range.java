package dev.hone.reward.param;

/**
 * The scores that a reward can give, both ends included; all are finite.
 *
 * @param min {@code null} if there is no lowest score
 * @param max {@code null} if there is no highest score
 */
public record Range(Double min, Double max) {

  /** From 0 to 1. */
  public static final Range UNIT = new Range(0.0, 1.0);

  public boolean contains(double score) {
    return Double.isFinite(score) && (min == null || score >= min) && (max == null || score <= max);
  }

  public static Range upTo(double max) {
    return new Range(null, max);
  }
}
