package dev.hone.reward.mix;

import dev.hone.refinement.Assessment;
import dev.hone.refinement.Evaluation;
import dev.hone.refinement.Reward;
import dev.hone.refinement.RewardMode;
import dev.hone.refinement.Subject;
import io.smallrye.mutiny.Multi;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The weighted mean of pointwise rewards; all their details and reasons are kept. Where one has no
 * score there is none at all: a mean of the others could not be compared with other candidates'.
 */
public final class Mix implements Reward {

  private final List<Part> parts;
  private final int atOnce;

  /**
   * One of the rewards.
   *
   * @param name unique among the parts
   * @param writes whether it may write a critique
   */
  public record Part(String name, Reward reward, double weight, boolean writes) {}

  /**
   * @param atOnce how many parts may be evaluated at the same time
   */
  public Mix(List<Part> parts, int atOnce) {
    this.parts = parts;
    this.atOnce = atOnce;
  }

  /** Whether any part may write a critique. */
  public boolean writes() {
    return parts.stream().anyMatch(Part::writes);
  }

  @Override
  public RewardMode mode() {
    return RewardMode.POINTWISE;
  }

  @Override
  public int parts() {
    return parts.stream().mapToInt(part -> part.reward.parts()).sum();
  }

  @Override
  public Multi<Assessment> evaluate(Subject subject) {
    boolean alone = parts.stream().filter(Part::writes).count() < 2;
    List<Together.Voice> voices =
        parts.stream()
            .map(
                part -> new Together.Voice(alone ? null : part.name, part.reward.evaluate(subject)))
            .toList();
    return new Together(voices, atOnce).assessments(this::combined);
  }

  private Evaluation combined(List<Evaluation> all) {
    return new Evaluation(
        score(all),
        all.stream().flatMap(each -> each.details().stream()).toList(),
        rubrics(all),
        null,
        feedback(all),
        Together.usage(all),
        null);
  }

  private Double score(List<Evaluation> all) {
    if (all.stream().map(Evaluation::score).anyMatch(Objects::isNull)) {
      return null;
    }
    double sum =
        IntStream.range(0, all.size())
            .mapToDouble(i -> parts.get(i).weight * all.get(i).score())
            .sum();
    return sum / parts.stream().mapToDouble(Part::weight).sum();
  }

  private static List<Evaluation.RubricVerdict> rubrics(List<Evaluation> all) {
    List<Evaluation.RubricVerdict> rubrics =
        all.stream()
            .flatMap(each -> each.rubrics() == null ? Stream.empty() : each.rubrics().stream())
            .toList();
    return rubrics.isEmpty() ? null : rubrics;
  }

  private String feedback(List<Evaluation> all) {
    List<String> reasons = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Evaluation each = all.get(i);
      String score =
          each.score() == null
              ? "no score"
              : String.format(Locale.ROOT, "score %.2f", each.score());
      reasons.add(parts.get(i).name + " (" + score + "): " + each.feedback());
    }
    return reasons.stream().collect(Collectors.joining("\n\n"));
  }
}
