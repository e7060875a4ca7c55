package dev.hone.reward.mix;

import dev.hone.refinement.Assessment;
import dev.hone.refinement.Evaluation;
import dev.hone.refinement.Usage;
import io.smallrye.mutiny.Multi;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Evaluations that go on at once and become one: their critiques as they are written, each named by
 * its part, then one verdict. The first that fails ends all; so does cancelling.
 */
public final class Together {

  /**
   * How many items wait for a slow reader in each. Mutiny makes a queue of so many when the first
   * has to wait, and can't make one for fewer than 16.
   */
  private static final int WAITING = 32;

  private final List<Voice> voices;
  private final int atOnce;

  /**
   * One of them.
   *
   * @param part what its critiques are marked with; {@code null} where no other writes critiques
   */
  public record Voice(String part, Multi<Assessment> assessments) {

    private Assessment named(Assessment assessment) {
      if (assessment instanceof Assessment.Critique critique) {
        return new Assessment.Critique(critique.text(), path(critique.part()));
      }
      if (assessment instanceof Assessment.Voided voided) {
        return new Assessment.Voided(path(voided.part()), voided.reason());
      }
      return assessment;
    }

    private String path(String inner) {
      return part == null || inner == null ? (part == null ? inner : part) : part + "/" + inner;
    }
  }

  /**
   * @param atOnce how many may go on at the same time
   */
  public Together(List<Voice> voices, int atOnce) {
    this.voices = voices;
    this.atOnce = atOnce;
  }

  /**
   * @param combine makes one evaluation of all, which come in the order of the voices
   */
  public Multi<Assessment> assessments(Function<List<Evaluation>, Evaluation> combine) {
    return Multi.createFrom()
        .deferred(
            () -> {
              Evaluation[] verdicts = new Evaluation[voices.size()];
              return Multi.createBy()
                  .concatenating()
                  .streams(
                      critiques(verdicts),
                      Multi.createFrom().item(() -> verdict(combine, verdicts)));
            });
  }

  /** The usage of all. */
  static Usage usage(List<Evaluation> evaluations) {
    return evaluations.stream().map(Evaluation::usage).reduce(Usage.NONE, Usage::plus);
  }

  private Multi<Assessment> critiques(Evaluation[] verdicts) {
    List<Multi<Assessment>> streams =
        IntStream.range(0, voices.size())
            .mapToObj(i -> critiques(voices.get(i), i, verdicts))
            .toList();
    return Multi.createBy()
        .merging()
        .withConcurrency(atOnce)
        .withRequests(WAITING)
        .streams(streams);
  }

  private static Multi<Assessment> critiques(Voice voice, int number, Evaluation[] verdicts) {
    return voice
        .assessments()
        .onItem()
        .invoke(
            assessment -> {
              if (assessment instanceof Assessment.Verdict verdict) {
                verdicts[number] = verdict.evaluation();
              }
            })
        .select()
        .where(assessment -> !(assessment instanceof Assessment.Verdict))
        .onItem()
        .transform(voice::named);
  }

  private static Assessment verdict(
      Function<List<Evaluation>, Evaluation> combine, Evaluation[] verdicts) {
    return new Assessment.Verdict(combine.apply(Arrays.asList(verdicts)));
  }
}
