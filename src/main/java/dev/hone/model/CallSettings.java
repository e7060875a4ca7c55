package dev.hone.model;

import java.time.Duration;

/**
 * How calls are made, whichever the model.
 *
 * @param firstToken how long the model may send nothing before its first token
 * @param firstTokenLimit how long it may take to its first token whatever it sends
 * @param idle how long it may be silent after that
 * @param placeWait how long a call waits for a place in the pool
 * @param maxLine bytes of a line of the stream
 * @param candidateLimit characters of an answer, and of its thinking
 */
record CallSettings(
    Duration firstToken,
    Duration firstTokenLimit,
    Duration idle,
    int retries,
    Backoff backoff,
    Duration placeWait,
    int maxLine,
    int candidateLimit) {

  CallSettings {
    if (retries < 0 || candidateLimit < 1 || maxLine < 1) {
      throw new IllegalArgumentException(
          "hone.model.retries wants 0 or more, hone.model.max-line and hone.limits.candidate 1 or more");
    }
  }
}
