package dev.hone.run.redis;

import dev.hone.run.RunLogFailure;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import java.util.function.Supplier;

/** Turns what happened on the way to Redis into what the port promises. */
final class Unavailable {

  private Unavailable() {}

  static RunLogFailure of(Throwable failure) {
    return failure instanceof RunLogFailure known
        ? known
        : new RunLogFailure.Unavailable("the run log can't be reached", failure);
  }

  /** What can't be read today may be read once a newer pod is here. */
  static RunLogFailure unreadable(String run, Throwable failure) {
    return failure instanceof RunLogFailure known
        ? known
        : new RunLogFailure.Unavailable("run " + run + " can't be read", failure);
  }

  /** A lazy call; what is not Redis' fault fails as it is. */
  static <T> Uni<T> uni(Supplier<Future<T>> call) {
    return Uni.createFrom()
        .emitter(
            caller ->
                call.get()
                    .onComplete(
                        caller::complete,
                        failure -> caller.fail(isOfRedis(failure) ? of(failure) : failure)));
  }

  /** Whether it may well go away by itself. */
  static boolean isOfRedis(Throwable failure) {
    return failure instanceof Link.Down || ServerError.is(failure);
  }
}
