package dev.hone.reward.mix;

import dev.hone.refinement.Evaluation;
import dev.hone.refinement.Subject;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Counts votes: the score is their mean, the words are those of the median vote, and where
 * candidates were compared most votes decide. Votes without a verdict don't count.
 */
final class Ballot {

  private final List<Evaluation> all;
  private final List<Evaluation> valid; // by score, the lowest first
  private final Subject subject;

  Ballot(List<Evaluation> all, Subject subject) {
    this.all = all;
    this.valid =
        all.stream()
            .filter(vote -> vote.score() != null)
            .sorted(Comparator.comparing(Evaluation::score))
            .toList();
    this.subject = subject;
  }

  Evaluation counted() {
    if (valid.isEmpty()) {
      return withoutScore();
    }
    Evaluation median = valid.get((valid.size() - 1) / 2);
    double mean = valid.stream().mapToDouble(Evaluation::score).average().orElseThrow();
    return new Evaluation(
        mean,
        List.of(new Evaluation.Detail(name(median), mean, spread() + reason(median))),
        median.rubrics(),
        ranks(),
        median.feedback(),
        Together.usage(all),
        preferred());
  }

  /** Failed, or a critique of a lone candidate: then any of them will do. */
  private Evaluation withoutScore() {
    Evaluation first =
        all.stream().filter(vote -> !vote.details().isEmpty()).findFirst().orElse(all.get(0));
    return new Evaluation(
        null,
        first.details(),
        first.rubrics(),
        first.ranks(),
        first.feedback(),
        Together.usage(all),
        first.preferred());
  }

  private String spread() {
    double lowest = valid.get(0).score();
    double highest = valid.get(valid.size() - 1).score();
    return String.format(
        Locale.ROOT,
        "[%d of %d votes, scores from %.2f to %.2f; the median vote:] ",
        valid.size(),
        all.size(),
        lowest,
        highest);
  }

  private static String name(Evaluation vote) {
    return vote.details().get(0).name();
  }

  private static String reason(Evaluation vote) {
    return vote.details().get(0).reason();
  }

  private List<Evaluation.Rank> ranks() {
    if (valid.get(0).ranks() == null) {
      return null;
    }
    return IntStream.range(0, subject.candidates().size())
        .mapToObj(candidate -> new Evaluation.Rank(candidate, meanRank(candidate)))
        .toList();
  }

  private double meanRank(int candidate) {
    return valid.stream()
        .flatMap(vote -> vote.ranks().stream())
        .filter(rank -> rank.candidate() == candidate)
        .mapToDouble(Evaluation.Rank::score)
        .average()
        .orElse(0);
  }

  /** The one that more than half of all votes prefer; without one the best so far stays. */
  private Integer preferred() {
    Map<Integer, Long> counts =
        valid.stream()
            .map(Evaluation::preferred)
            .filter(Objects::nonNull)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    return counts.entrySet().stream()
        .filter(votes -> votes.getValue() * 2 > all.size())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(counts.isEmpty() ? null : subject.best());
  }
}
