package dev.hone.refinement;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** The port to what a run may still use of what its owner has. */
@FunctionalInterface
public interface Allowance {

  /** There is always enough. */
  Allowance UNLIMITED = () -> Uni.createFrom().item(Optional.empty());

  /**
   * Why no call may be made now; empty if one may. Asked before each step. It is lazy, never fails,
   * and signals where the run's facts are made.
   */
  Uni<Optional<Problem>> refusal();

  /** Nothing is left. */
  final class Spent extends RuntimeException {

    private final Problem problem;

    Spent(Problem problem) {
      super(problem.detail(), null, false, false);
      this.problem = problem;
    }

    Problem problem() {
      return problem;
    }
  }
}
