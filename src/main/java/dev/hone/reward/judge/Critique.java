package dev.hone.reward.judge;

import dev.hone.refinement.Evaluation;
import dev.hone.refinement.LanguageModel;
import dev.hone.refinement.Usage;
import java.util.List;
import java.util.Optional;

/**
 * Asks for a critique of an answer that there is nothing to compare with: feedback without a score.
 *
 * @param name of the reward
 */
record Critique(LanguageModel.Request request, String name) implements Asking {

  @Override
  public AnswerReader reader() {
    return AnswerReader.ofReason();
  }

  @Override
  public Optional<Evaluation> evaluation(AnswerReader.Reply reply, Usage usage) {
    return Optional.of(of(name, reply.reason(), usage));
  }

  static Evaluation of(String name, String reason, Usage usage) {
    return new Evaluation(
        null, List.of(new Evaluation.Detail(name, null, reason)), null, null, reason, usage, null);
  }
}
