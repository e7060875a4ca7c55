package dev.hone.refinement;

import java.util.List;

/**
 * What a reward looks at.
 *
 * @param messages the conversation
 * @param candidates all candidates so far, by number
 * @param candidate number of the one to evaluate
 * @param best number of the best so far, {@code null} if there is none yet; pairwise rewards
 *     compare with it
 * @param reference the right answer; may be {@code null}
 */
public record Subject(
    List<Message> messages,
    List<String> candidates,
    int candidate,
    Integer best,
    String reference) {

  /** The text to evaluate. */
  public String text() {
    return candidates.get(candidate);
  }
}
