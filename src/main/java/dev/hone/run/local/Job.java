package dev.hone.run.local;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.RunState;
import java.util.function.Function;
import java.util.function.Supplier;

/** What waits for the thread that writes. */
sealed interface Job {

  /** Tells the caller that it is not done. */
  void refuse(RuntimeException failure);

  /**
   * @param fence of the worker's lease; {@code null} for a request
   * @param heard as in {@link RunLog#append(RunLog.Lease, Fact, long)}
   * @param fact made from the state before it
   */
  record Append(
      String run, Long fence, long heard, Function<RunState, Fact> fact, Caller<Event> caller)
      implements Job {

    boolean isRequest() {
      return fence == null;
    }

    @Override
    public void refuse(RuntimeException failure) {
      caller.fail(failure);
    }
  }

  /** Anything else, done before what comes after it. */
  record Errand<T>(Supplier<T> work, Caller<T> caller) implements Job {

    void run() {
      T result;
      try {
        result = work.get();
      } catch (RuntimeException failure) {
        caller.fail(failure);
        return;
      }
      caller.complete(result);
    }

    @Override
    public void refuse(RuntimeException failure) {
      caller.fail(failure);
    }
  }
}
