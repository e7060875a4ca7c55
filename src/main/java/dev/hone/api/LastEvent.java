package dev.hone.api;

import dev.hone.run.RunLog;

/** Where a reader of a run wants to go on. */
record LastEvent(long seq, String field) {

  /**
   * How far beyond a running run's end a reader may be: an event that it saw may have been lost
   * with a store.
   */
  private static final long AHEAD = 10_000;

  /**
   * @param header {@code Last-Event-ID}, which wins; may be {@code null} or empty
   * @param after the query parameter; may be {@code null}
   * @throws ProblemException if it is no event's number
   */
  static LastEvent of(String header, String after) {
    boolean named = header != null && !header.isBlank();
    String field = named ? "Last-Event-ID" : "after";
    String text = named ? header : after;
    if (text == null) {
      return new LastEvent(0, field);
    }
    return new LastEvent(number(text.strip(), field), field);
  }

  /**
   * @param after the field of a message; {@code null} for the beginning
   * @throws ProblemException if it is no event's number
   */
  static LastEvent of(Long after) {
    if (after != null && after < 0) {
      throw ProblemException.badRequest("after", "the id of an event, a number from 0");
    }
    return new LastEvent(after == null ? 0 : after, "after");
  }

  /**
   * @throws ProblemException if nothing can follow any more
   */
  void checkFollowed(RunLog.Head run) {
    if (isEndOf(run)) {
      throw ProblemException.nothingFollows();
    }
  }

  /** Whether this is the last event that the run will ever have. */
  boolean isEndOf(RunLog.Head run) {
    return run.ended() && seq == run.lastSeq();
  }

  /**
   * @throws ProblemException if the run can't have had such an event
   */
  void check(RunLog.Head run) {
    long most = run.ended() ? run.lastSeq() : run.lastSeq() + AHEAD;
    if (seq > most) {
      throw ProblemException.badRequest(
          field, "the id of an event of this run; its last one so far is " + run.lastSeq());
    }
  }

  private static long number(String text, String field) {
    boolean digits =
        !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits) {
      throw ProblemException.badRequest(field, "the id of an event, a number from 0");
    }
    return Long.parseLong(text);
  }
}
