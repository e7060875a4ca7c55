package dev.hone.run;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Consumer;

/** How much each owner may use, and what becomes of who wants more. Thread-safe. */
@Singleton
public final class Quotas {

  private final QuotaConfig config;
  private final Duration retryAfter;
  private final Consumer<Quota> onRefusal;

  @Inject
  Quotas(QuotaConfig config, RunsConfig runs, RunFigures figures) {
    this(config, runs.retryAfter(), figures::refused);
  }

  /**
   * @param retryAfter what who has too many runs is told to wait
   * @param onRefusal told of each
   */
  Quotas(QuotaConfig config, Duration retryAfter, Consumer<Quota> onRefusal) {
    this.config = checked(config);
    this.retryAfter = retryAfter;
    this.onRefusal = onRefusal;
  }

  /** How many runs of an owner may not have ended; 0: any number. */
  int runs() {
    return config.runs().orElse(0);
  }

  /**
   * What a call fails with that the log refused: {@link QuotaReached} where the owner has too many
   * runs.
   */
  Throwable refusal(Throwable failure) {
    return failure instanceof RunLogFailure.TooManyRuns
        ? refused(Quota.RUNS, runs(), retryAfter)
        : failure;
  }

  private QuotaReached refused(Quota quota, long most, Duration retryAfter) {
    onRefusal.accept(quota);
    return new QuotaReached(quota, most, retryAfter);
  }

  private static QuotaConfig checked(QuotaConfig config) {
    require(config.runs().orElse(1) > 0, Quota.RUNS);
    require(config.requestsPerMinute().orElse(1) > 0, Quota.REQUESTS);
    require(config.tokensPerDay().orElse(1) > 0, Quota.TOKENS);
    return config;
  }

  private static void require(boolean positive, Quota quota) {
    if (!positive) {
      throw new IllegalArgumentException(
          quota.setting() + " wants 1 or more; unset is without a bound");
    }
  }
}
