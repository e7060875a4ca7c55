package dev.hone.reward.rule;

import dev.hone.refinement.Assessment;
import dev.hone.refinement.Evaluation;
import dev.hone.refinement.Reward;
import dev.hone.refinement.RewardMode;
import dev.hone.refinement.Subject;
import dev.hone.refinement.Usage;
import dev.hone.reward.param.Params;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * Runs a rule: in place what is quick, on a worker thread long texts and what may take long, from
 * where the result comes back to the caller's event loop.
 */
public final class RuleReward implements Reward {

  /** Characters that every rule gets through in well under a millisecond or two. */
  private static final int SHORT = 10_000;

  private final String dimension;
  private final Rule.Check check;
  private final boolean mayTakeLong;

  public RuleReward(Rule rule, Params params) {
    this.dimension = rule.dimension();
    this.check = rule.with(params);
    this.mayTakeLong = rule.mayTakeLong(params);
  }

  @Override
  public RewardMode mode() {
    return RewardMode.POINTWISE;
  }

  @Override
  public Multi<Assessment> evaluate(Subject subject) {
    Uni<Assessment> verdict = Uni.createFrom().item(() -> verdict(subject));
    return (isQuick(subject) ? verdict : onWorker(verdict)).toMulti();
  }

  private Assessment verdict(Subject subject) {
    return new Assessment.Verdict(evaluation(new Rule.Text(subject.text(), subject.reference())));
  }

  private Evaluation evaluation(Rule.Text text) {
    try {
      Rule.Finding finding = check.of(text);
      return Evaluation.of(dimension, finding.score(), finding.reason());
    } catch (Rule.TooMuch tooMuch) {
      return new Evaluation(null, List.of(), null, null, tooMuch.getMessage(), Usage.NONE, null);
    }
  }

  private boolean isQuick(Subject subject) {
    int reference = subject.reference() == null ? 0 : subject.reference().length();
    return !mayTakeLong && subject.text().length() + reference <= SHORT;
  }

  private static Uni<Assessment> onWorker(Uni<Assessment> verdict) {
    return Uni.createFrom()
        .deferred(
            () -> {
              Uni<Assessment> computed =
                  verdict.runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
              Context caller = Vertx.currentContext();
              return caller == null
                  ? computed
                  : computed.emitOn(back -> caller.runOnContext(ignored -> back.run()));
            });
  }
}
