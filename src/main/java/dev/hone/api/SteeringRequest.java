package dev.hone.api;

import dev.hone.refinement.Fact.SteeringWhen;

/**
 * What a person wants changed, as a client wrote it: anything may be {@code null} until it has been
 * checked.
 */
public record SteeringRequest(String text, SteeringWhen when) {

  private static final int LONGEST = 20_000;

  /**
   * @throws ProblemException if there is nothing to say, or too much
   */
  SteeringRequest checked() {
    new Checks()
        .require(text != null && !text.isBlank(), "text", "what the next candidate should change")
        .require(
            text == null || text.length() <= LONGEST, "text", "at most " + LONGEST + " characters")
        .done();
    return new SteeringRequest(text.strip(), when == null ? SteeringWhen.NEXT : when);
  }
}
