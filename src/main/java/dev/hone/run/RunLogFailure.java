package dev.hone.run;

/** Why the run log could not do what was asked. */
public abstract sealed class RunLogFailure extends RuntimeException {

  RunLogFailure(String message, Throwable cause) {
    super(message, cause);
  }

  /** There is no such run (any more). */
  public static final class NotFound extends RunLogFailure {
    public NotFound(String run) {
      super("no run " + run, null);
    }
  }

  /** The run has ended; nothing can follow. */
  public static final class Ended extends RunLogFailure {
    public Ended(String run) {
      super("run " + run + " has ended", null);
    }
  }

  /** Another worker has the run. */
  public static final class LeaseLost extends RunLogFailure {
    public LeaseLost(String run) {
      super("run " + run + " is another worker's", null);
    }
  }

  /** Others have appended to the run what its worker doesn't know yet; it has the run still. */
  public static final class Unheard extends RunLogFailure {
    public Unheard(String run) {
      super("others have said more of run " + run, null);
    }
  }

  /** A run was begun with this key before. */
  public static final class Repeated extends RunLogFailure {

    private final RunLog.First first;

    public Repeated(RunLog.First first) {
      super("run " + first.run() + " was begun with this key", null);
      this.first = first;
    }

    public RunLog.First first() {
      return first;
    }
  }

  /** As many runs of the owner have not ended as may; nothing was created. */
  public static final class TooManyRuns extends RunLogFailure {
    public TooManyRuns(int most) {
      super(most + " runs of the owner have not ended", null);
    }
  }

  /** The store can't be reached or can't take more; worth another try later. */
  public static final class Unavailable extends RunLogFailure {
    public Unavailable(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
