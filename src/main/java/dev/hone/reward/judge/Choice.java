package dev.hone.reward.judge;

import dev.hone.refinement.Evaluation;
import dev.hone.refinement.LanguageModel;
import dev.hone.refinement.Usage;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Asks which of some answers is the best.
 *
 * @param answers how many there are
 * @param chosen makes an evaluation of the reply and the place of the best, from 0
 */
record Choice(
    LanguageModel.Request request, int answers, BiFunction<Said, Integer, Evaluation> chosen)
    implements Asking {

  private static final String TAG = "best";

  /** What the judge said and what it cost. */
  record Said(String critique, Usage usage) {}

  @Override
  public AnswerReader reader() {
    return AnswerReader.ofVerdict(TAG);
  }

  /** The verdict is a number from 1 and nothing else: a guess could crown the wrong one. */
  @Override
  public Optional<Evaluation> evaluation(AnswerReader.Reply reply, Usage usage) {
    return Verdict.number(reply.verdict())
        .filter(best -> best <= answers)
        .map(best -> chosen.apply(new Said(reply.reason(), usage), best - 1));
  }
}
