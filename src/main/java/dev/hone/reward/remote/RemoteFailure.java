package dev.hone.reward.remote;

/** A reward server did not answer as it must; the message never holds what it sent. */
final class RemoteFailure extends RuntimeException {

  private final boolean passing;

  private RemoteFailure(String message, boolean passing) {
    super(message, null, false, false);
    this.passing = passing;
  }

  /** Another try may succeed. */
  static RemoteFailure passing(String message) {
    return new RemoteFailure(message, true);
  }

  static RemoteFailure lasting(String message) {
    return new RemoteFailure(message, false);
  }

  boolean isPassing() {
    return passing;
  }
}
