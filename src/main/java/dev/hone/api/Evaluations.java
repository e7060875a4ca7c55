package dev.hone.api;

import dev.hone.refinement.Assessment;
import dev.hone.refinement.Evaluation;
import dev.hone.refinement.Reward;
import dev.hone.refinement.RewardMode;
import dev.hone.refinement.Subject;
import dev.hone.refinement.Usage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Evaluates candidates as the loop would, and gives one result for each (the reference's {@code
 * reward.evaluate}).
 */
final class Evaluations {

  /**
   * Candidates that are evaluated at once; the pool of model calls bounds all requests together.
   */
  private static final int AT_ONCE = 8;

  private final Reward reward;
  private final Subject sample;
  private final Consumer<Usage> onUse;

  /**
   * @param sample the conversation with its candidates, at least one
   * @param onUse told of each evaluation what it has used
   */
  Evaluations(Reward reward, Subject sample, Consumer<Usage> onUse) {
    this.reward = reward;
    this.sample = sample;
    this.onUse = onUse;
  }

  /** The answer: one evaluation for each candidate, in their order. */
  record All(List<One> evaluations, Usage usage) {}

  /**
   * {@code score} is absent where there is none; {@code rubrics} and {@code ranks} where the reward
   * has none.
   */
  record One(
      int candidate,
      Double score,
      List<Evaluation.Detail> details,
      List<Evaluation.RubricVerdict> rubrics,
      List<Evaluation.Rank> ranks,
      String feedback) {

    static One of(int candidate, Evaluation evaluation) {
      return new One(
          candidate,
          evaluation.score(),
          evaluation.details(),
          evaluation.rubrics(),
          evaluation.ranks(),
          evaluation.feedback());
    }

    /** In its details too, where a ranking gives the newest candidate's score to all. */
    One scored(Double score) {
      List<Evaluation.Detail> its =
          details.stream()
              .map(detail -> new Evaluation.Detail(detail.name(), score, detail.reason()))
              .toList();
      return new One(candidate, score, its, rubrics, ranks, feedback);
    }
  }

  /** Cold; cancelling it ends the calls under way. */
  Uni<All> all() {
    return switch (reward.mode()) {
      case POINTWISE -> eachAlone();
      case LISTWISE -> allInOne();
      case PAIRWISE -> eachAgainstTheBest();
    };
  }

  private Uni<All> eachAlone() {
    return Multi.createFrom()
        .range(0, sample.candidates().size())
        .onItem()
        .transformToUni(candidate -> evaluate(candidate, null))
        .merge(AT_ONCE)
        .collect()
        .asList()
        .map(Evaluations::inOrder);
  }

  /** One call ranks all; each gets its rank as its score, with the one critique. */
  private Uni<All> allInOne() {
    int newest = sample.candidates().size() - 1;
    return evaluate(newest, null).map(ranked -> spread(ranked.evaluation()));
  }

  private All spread(Evaluation ranked) {
    List<One> each =
        IntStream.range(0, sample.candidates().size())
            .mapToObj(candidate -> ranked(candidate, ranked))
            .toList();
    return new All(each, ranked.usage());
  }

  private static One ranked(int candidate, Evaluation evaluation) {
    One one = One.of(candidate, evaluation);
    return evaluation.ranks() == null ? one : one.scored(score(evaluation.ranks(), candidate));
  }

  private static Double score(List<Evaluation.Rank> ranks, int candidate) {
    return ranks.stream()
        .filter(rank -> rank.candidate() == candidate)
        .map(Evaluation.Rank::score)
        .findFirst()
        .orElse(null);
  }

  /** One after the other, since each is compared with the winner so far. */
  private Uni<All> eachAgainstTheBest() {
    return Uni.createFrom().deferred(() -> against(0, 0, new ArrayList<>()));
  }

  private Uni<All> against(int best, int candidate, List<Result> results) {
    if (candidate == sample.candidates().size()) {
      return Uni.createFrom().item(inOrder(results));
    }
    return evaluate(candidate, candidate == 0 ? null : best)
        .chain(
            result -> {
              results.add(result);
              Integer preferred = result.evaluation().preferred();
              return against(preferred == null ? best : preferred, candidate + 1, results);
            });
  }

  private record Result(int candidate, Evaluation evaluation) {}

  private Uni<Result> evaluate(int candidate, Integer best) {
    List<String> candidates =
        reward.mode() == RewardMode.PAIRWISE && candidate == 0
            ? sample.candidates().subList(0, 1)
            : sample.candidates();
    Subject subject =
        new Subject(sample.messages(), candidates, candidate, best, sample.reference());
    return reward
        .evaluate(subject)
        .select()
        .where(Assessment.Verdict.class::isInstance)
        .toUni()
        .map(verdict -> new Result(candidate, ((Assessment.Verdict) verdict).evaluation()))
        .invoke(result -> onUse.accept(result.evaluation().usage()));
  }

  private static All inOrder(List<Result> results) {
    Usage usage =
        results.stream().map(each -> each.evaluation().usage()).reduce(Usage.NONE, Usage::plus);
    List<One> each =
        results.stream()
            .sorted(Comparator.comparingInt(Result::candidate))
            .map(result -> One.of(result.candidate(), result.evaluation()))
            .toList();
    return new All(each, usage);
  }
}
