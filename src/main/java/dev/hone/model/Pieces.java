package dev.hone.model;

/** Takes pieces of an answer in order; the characters are only valid during the call. */
interface Pieces {

  void text(char[] characters, int from, int length);

  void thinking(char[] characters, int from, int length);

  /** All text so far was thinking after all. */
  void thoughtSoFar();
}
