package dev.hone.run;

import dev.hone.refinement.Allowance;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** How much each owner may use, and what becomes of who wants more. Thread-safe. */
@Singleton
public final class Quotas {

  private static final Logger LOG = Logger.getLogger(Quotas.class);

  private final QuotaConfig config;
  private final Ledger ledger;
  private final Duration retryAfter;
  private final Consumer<Quota> onRefusal;

  @Inject
  Quotas(QuotaConfig config, Ledger ledger, RunsConfig runs, RunFigures figures) {
    this(config, ledger, runs.retryAfter(), figures::refused);
  }

  /**
   * @param retryAfter what who has too many runs is told to wait
   * @param onRefusal told of each
   */
  Quotas(QuotaConfig config, Ledger ledger, Duration retryAfter, Consumer<Quota> onRefusal) {
    this.config = checked(config);
    this.ledger = ledger;
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
        ? told(new QuotaReached(Quota.RUNS, runs(), retryAfter))
        : failure;
  }

  /**
   * One request more in this minute.
   *
   * @param quota how many there may be
   * @param left how many more there may be; below zero if this is one too many
   * @param reset when the next minute begins
   */
  public record Request(int quota, long left, Duration reset) {

    public boolean isTooMany() {
      return left < 0;
    }
  }

  /**
   * Counts a request; empty if nobody counts, or if that can't be done at the moment: then it is
   * let through. Signals on the Vert.x context that it was subscribed on.
   */
  public Uni<Optional<Request>> request(String owner) {
    if (config.requestsPerMinute().isEmpty()) {
      return Uni.createFrom().item(Optional.empty());
    }
    int most = config.requestsPerMinute().getAsInt();
    return used(owner, Quota.REQUESTS, 1)
        .map(
            used -> used.map(now -> new Request(most, most - now.amount(), inSeconds(now.left()))));
  }

  /** What a request is refused with that is too many. */
  public QuotaReached refusal(Request tooMany) {
    return told(new QuotaReached(Quota.REQUESTS, tooMany.quota(), tooMany.reset()));
  }

  /**
   * Fails with {@link QuotaReached} if an owner has no tokens left today. Signals on the Vert.x
   * context that it was subscribed on.
   */
  public Uni<Void> checkTokens(String owner) {
    return tokensReached(owner)
        .onItem()
        .transformToUni(
            reached ->
                reached.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : Uni.createFrom().failure(told(reached.get())));
  }

  /** Adds to the tokens that an owner has used today: those of calls that are in no log. */
  public void use(String owner, long tokens) {
    if (tokens > 0) {
      ledger
          .add(owner, Quota.TOKENS, tokens)
          .subscribe()
          .with(used -> {}, failure -> LOG.debugf("%d tokens can't be counted now", tokens));
    }
  }

  /**
   * What a run may use, to be asked on its event loop.
   *
   * @param owner whose run it is; lazy
   */
  Allowance allowance(Uni<String> owner) {
    return config.tokensPerDay().isEmpty()
        ? Allowance.UNLIMITED
        : () ->
            returning(
                owner
                    .chain(this::tokensReached)
                    .map(reached -> reached.map(QuotaReached::problem))
                    .onFailure()
                    .recoverWithItem(Optional.empty()));
  }

  private Uni<Optional<QuotaReached>> tokensReached(String owner) {
    if (config.tokensPerDay().isEmpty()) {
      return Uni.createFrom().item(Optional.empty());
    }
    long most = config.tokensPerDay().getAsLong();
    return used(owner, Quota.TOKENS, 0)
        .map(
            used ->
                used.filter(now -> now.amount() >= most)
                    .map(now -> new QuotaReached(Quota.TOKENS, most, inSeconds(now.left()))));
  }

  /** Whoever can't be counted is let through: to answer is worth more than to count. */
  private Uni<Optional<Ledger.Used>> used(String owner, Quota quota, long amount) {
    return returning(
        ledger
            .add(owner, quota, amount)
            .map(Optional::of)
            .onFailure()
            .invoke(failure -> LOG.debugf("nothing is counted now: %s", failure.getMessage()))
            .onFailure()
            .recoverWithItem(Optional.empty()));
  }

  private static <T> Uni<T> returning(Uni<T> call) {
    return Uni.createFrom()
        .deferred(
            () -> {
              Context here = Vertx.currentContext();
              return here == null
                  ? call
                  : call.emitOn(task -> here.runOnContext(turn -> task.run()));
            });
  }

  /** Rounded up: at its end there is something again. */
  private static Duration inSeconds(Duration left) {
    return Duration.ofSeconds(left.plusMillis(999).toSeconds());
  }

  private QuotaReached told(QuotaReached refusal) {
    onRefusal.accept(refusal.quota());
    return refusal;
  }

  private static QuotaConfig checked(QuotaConfig config) {
    require(config.runs().orElse(1) > 0, Quota.RUNS);
    require(config.requestsPerMinute().orElse(1) > 0, Quota.REQUESTS);
    require(config.tokensPerDay().orElse(1) > 0, Quota.TOKENS);
    return config;
  }

  private static void require(boolean positive, Quota quota) {
    if (!positive) {
      throw new ConfigurationException(
          quota.setting() + " wants 1 or more; unset is without a bound");
    }
  }
}
