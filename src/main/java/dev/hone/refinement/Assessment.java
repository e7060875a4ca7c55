package dev.hone.refinement;

/** What an evaluation brings, in order. */
public sealed interface Assessment {

  /**
   * More of a critique while it is written.
   *
   * @param part which judge or vote writes, where several write at once; {@code null} where one
   *     does
   */
  record Critique(String text, String part) implements Assessment {}

  /**
   * The critique of this part so far is void; it starts again. {@code part} as in {@link Critique}.
   */
  record Voided(String part, EvaluationDiscardReason reason) implements Assessment {}

  /** The result; nothing follows. */
  record Verdict(Evaluation evaluation) implements Assessment {}
}
