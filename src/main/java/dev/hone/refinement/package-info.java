/**
 * The refinement loop: its facts and events, the fold that makes a run's state from them, the stop
 * rules and the prompts. Plain Java and Mutiny; it knows nothing of HTTP, Redis or Quarkus, only
 * its two ports {@link dev.hone.refinement.LanguageModel} and {@link dev.hone.refinement.Reward}
 * and how to look them up.
 *
 * <p>Unless a Javadoc says so, nothing here is {@code null}.
 */
package dev.hone.refinement;
