package dev.hone.reward.mix;

import dev.hone.refinement.Assessment;
import dev.hone.refinement.Reward;
import dev.hone.refinement.RewardMode;
import dev.hone.refinement.Subject;
import io.smallrye.mutiny.Multi;
import java.util.List;
import java.util.stream.IntStream;

/** Asks one judge several times and lets the verdicts vote. */
public final class Votes implements Reward {

  private final Reward judge;
  private final int count;
  private final int atOnce;

  private Votes(Reward judge, int count, int atOnce) {
    this.judge = judge;
    this.count = count;
    this.atOnce = atOnce;
  }

  /**
   * @param atOnce how many verdicts may be asked for at the same time
   */
  public static Reward of(Reward judge, int count, int atOnce) {
    return count == 1 ? judge : new Votes(judge, count, atOnce);
  }

  @Override
  public RewardMode mode() {
    return judge.mode();
  }

  @Override
  public int parts() {
    return count * judge.parts();
  }

  @Override
  public Multi<Assessment> evaluate(Subject subject) {
    List<Together.Voice> voices =
        IntStream.rangeClosed(1, count)
            .mapToObj(vote -> new Together.Voice("vote " + vote, judge.evaluate(subject)))
            .toList();
    return new Together(voices, atOnce).assessments(all -> new Ballot(all, subject).counted());
  }
}
