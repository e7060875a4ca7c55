package dev.hone.reward.judge;

import dev.hone.refinement.Evaluation;
import dev.hone.refinement.LanguageModel;
import dev.hone.refinement.Usage;
import java.util.Optional;

/** One call of a judge: what it is asked and how its answer is understood. */
interface Asking {

  LanguageModel.Request request();

  /** A reader for the answer from its start. */
  AnswerReader reader();

  /** What the judge's words amount to; empty if the verdict can't be parsed. */
  Optional<Evaluation> evaluation(AnswerReader.Reply reply, Usage usage);
}
