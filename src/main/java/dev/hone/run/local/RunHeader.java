package dev.hone.run.local;

import dev.hone.refinement.RunState;
import dev.hone.run.RunLog;

/**
 * The first line of a run's file: what is no event. It ends with what listings and retention ask of
 * a run that has ended, so that they need not read its texts.
 *
 * @param format of the file
 * @param owner who may see the run
 * @param once the key that it was begun with; {@code null} if there was none
 * @param ended {@code null} while the file is appended to
 */
record RunHeader(int format, String owner, RunLog.Once once, Ended ended) {

  static final int FORMAT = 1;

  RunHeader {
    if (format != FORMAT) {
      throw new IllegalArgumentException("format " + format + " is not known, only " + FORMAT);
    }
    if (owner == null) {
      throw new IllegalArgumentException("owner is missing");
    }
  }

  /**
   * @param at when it ended, in milliseconds of the epoch: quicker to read than a time
   * @param lastSeq of its terminal event
   */
  record Ended(RunState.Status status, long at, long lastSeq) {

    static Ended of(RunState run) {
      return new Ended(run.status(), run.endedAt().toEpochMilli(), run.lastSeq());
    }
  }

  static RunHeader open(String owner, RunLog.Once once) {
    return new RunHeader(FORMAT, owner, once, null);
  }

  RunHeader with(Ended ended) {
    return new RunHeader(format, owner, once, ended);
  }
}
