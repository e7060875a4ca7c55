package dev.hone.run.local;

/** Told what the calls of a run have used, once for each. Thread-safe; never blocks. */
interface Spending {

  /**
   * @param tokens above zero
   */
  void add(String owner, long tokens);

  /** Nothing is added after this. May block. */
  default void close() {}
}
