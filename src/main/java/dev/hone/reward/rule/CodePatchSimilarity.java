package dev.hone.reward.rule;

import dev.hone.reward.param.Params;
import dev.hone.reward.param.Range;
import jakarta.inject.Singleton;

/** How much of a patch is, piece by piece, the right patch. */
@Singleton
final class CodePatchSimilarity implements Rule {

  @Override
  public String name() {
    return "code_patch_similarity";
  }

  @Override
  public String dimension() {
    return "patch_similarity";
  }

  @Override
  public String description() {
    return "How similar the answer is to the reference, by the characters of their common pieces.";
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
  public boolean mayTakeLong(Params params) {
    return true;
  }

  @Override
  public Check with(Params params) {
    return text -> {
      double similarity =
          SequenceSimilarity.ratio(
              PythonText.strip(text.text()), PythonText.strip(text.reference()));
      return Finding.of(
          similarity,
          "Patch similarity: %.3f of the characters of answer and reference are in common pieces.",
          similarity);
    };
  }
}
