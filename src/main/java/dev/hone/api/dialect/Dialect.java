package dev.hone.api.dialect;

import dev.hone.refinement.Event;
import java.util.List;

/**
 * How a run's events read in another protocol: a pure function of the events and of the position
 * that they begin after. One is made for each reader, and used by one thread at a time.
 */
public interface Dialect {

  /**
   * What the next event is there: the data of no, one or more frames, each one line. An event that
   * becomes several is complete with the last of them.
   *
   * @param event what follows the event before, or the position that the reader began after
   */
  List<String> frames(Event event);
}
