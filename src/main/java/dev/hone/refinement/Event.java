package dev.hone.refinement;

import java.time.Instant;

/**
 * A fact as the run log appended it.
 *
 * @param run the run's id
 * @param seq from 1, rising by one while one pod works on the run; a takeover may jump
 * @param at when it was appended, to the millisecond
 */
public record Event(String run, long seq, Instant at, Fact fact) {

  public boolean isTerminal() {
    return fact instanceof Fact.Terminal;
  }
}
