package dev.hone.run;

/** A candidate that a run doesn't have, or doesn't have yet. */
public final class NoSuchCandidate extends RuntimeException {

  /**
   * @param complete how many the run has
   */
  public NoSuchCandidate(int complete) {
    super(
        complete == 0
            ? "no candidate is complete yet"
            : "the number of a complete candidate, from 0 to " + (complete - 1));
  }
}
