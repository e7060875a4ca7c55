package dev.hone.refinement;

import io.smallrye.mutiny.Multi;
import java.util.List;

/** The port to a model that writes. */
public interface LanguageModel {

  /** What a model is asked: the conversation as it is, with nothing wrapped around it. */
  record Request(List<Message> messages, Generation generation) {}

  /**
   * Asks for one answer. The stream is cold: nothing is sent before it is subscribed, and each
   * subscription is a call of its own. It ends with exactly one {@link ModelChunk.Finished}, or
   * fails with a {@link ModelFailure} once retries are used up; a {@link ModelChunk.Retrying} voids
   * all text and thinking before it. Texts are never empty.
   *
   * <p>Demand reaches the socket: while nothing is requested at most what has already arrived is
   * held, merged into one chunk. Cancelling closes the call's connection (or resets its HTTP/2
   * stream) at once, also while the model is silent or waiting for a retry. Items arrive on the
   * event loop of the subscriber where it has one, never concurrently. Answers are cut at the
   * server's candidate limit with the finish reason {@code length}.
   */
  Multi<ModelChunk> stream(Request request);
}
