package dev.hone.reward.rule;

import dev.hone.reward.param.Params;
import dev.hone.reward.param.Range;
import jakarta.inject.Singleton;
import java.util.List;

/** How far a text says the words of the right answer in their order. */
@Singleton
final class Rouge implements Rule {

  @Override
  public String name() {
    return "rouge";
  }

  @Override
  public String description() {
    return "How far the answer has the reference's words in their order (ROUGE-L, as F1).";
  }

  @Override
  public Range range() {
    return Range.UNIT;
  }

  @Override
  public boolean needsReference() {
    return true;
  }

  @Override
  public Check with(Params params) {
    return text -> finding(words(text.text()), words(text.reference()));
  }

  private static List<String> words(String text) {
    return PythonText.split(PythonText.lower(text));
  }

  private static Finding finding(List<String> answer, List<String> reference) {
    int common = LongestCommonSubsequence.length(answer, reference);
    double score = Overlap.of(common, answer.size(), reference.size()).f1();
    return Finding.of(
        score,
        "ROUGE-L score: %.3f: %d of the %d words of the reference are there in their order, among"
            + " %d words.",
        score,
        common,
        reference.size(),
        answer.size());
  }
}
