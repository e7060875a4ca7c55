package dev.hone.reward.rule;

import dev.hone.refinement.Rewards.InvalidReward;
import dev.hone.reward.param.Param;
import dev.hone.reward.param.Params;
import dev.hone.reward.param.Range;
import java.util.List;
import java.util.Locale;

/** A reward that computes. Implementations are stateless singletons that CDI finds. */
public interface Rule {

  /** How requests ask for it. */
  String name();

  /** Its name in an evaluation's details, where the reference's differs. */
  default String dimension() {
    return name();
  }

  /** One or two sentences for a person who chooses a reward. */
  String description();

  Range range();

  /** Whether a sample must bring a right answer to compare with. */
  default boolean needsReference() {
    return false;
  }

  default List<Param<?>> params() {
    return List.of();
  }

  /** Whether even a short text may take more than a moment, which an event loop must not wait. */
  default boolean mayTakeLong(Params params) {
    return false;
  }

  /**
   * The rule with these settings; reading them, compiling them and refusing what doesn't go
   * together happens here, once, before anything is evaluated.
   *
   * @throws InvalidReward if the params don't go together
   */
  Check with(Params params);

  /** Evaluates one text; may run on any thread and at once with others, and may take its time. */
  @FunctionalInterface
  interface Check {

    /**
     * @throws TooMuch if the text is too long to be evaluated
     */
    Finding of(Text text);
  }

  /**
   * What a rule looks at.
   *
   * @param text the candidate
   * @param reference the right answer; {@code null} unless the rule needs it or the caller gave one
   */
  record Text(String text, String reference) {

    /** Length in Unicode code points, which is how the reference counts. */
    public int length() {
      return text.codePointCount(0, text.length());
    }
  }

  /**
   * What a rule found.
   *
   * @param reason says the score's cause to the writer, so that the next draft can do better
   */
  record Finding(double score, String reason) {

    /** With a reason made by {@link String#format}, the same in every country. */
    static Finding of(double score, String reason, Object... facts) {
      return new Finding(score, String.format(Locale.ROOT, reason, facts));
    }
  }

  /** A text that would take a check too long; its message says so to the writer. */
  final class TooMuch extends RuntimeException {
    TooMuch(String message) {
      super(message);
    }
  }
}
