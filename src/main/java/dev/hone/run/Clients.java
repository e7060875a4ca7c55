package dev.hone.run;

import java.util.concurrent.CompletionStage;

/**
 * Port of {@link Drain} to those who are connected to a server that is to stop. Called in this
 * order, each once, on a thread that may wait; nothing is thrown.
 */
public interface Clients {

  /** Runs are being handed over: who follows none that is left here may go. */
  void release();

  /**
   * No run is left: all go, and who comes now at once.
   *
   * @return completes when nobody is left; never fails
   */
  CompletionStage<Void> dismiss();

  /** The time is up: who is left is cut off. */
  void cut();
}
