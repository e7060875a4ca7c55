package dev.hone.reward.rule;

import dev.hone.reward.param.Param;
import dev.hone.reward.param.Params;
import dev.hone.reward.param.Range;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How far a text and the right answer are made of the same words, wherever they stand. */
@Singleton
final class F1Score implements Rule {

  @Override
  public String name() {
    return "f1_score";
  }

  @Override
  public String description() {
    return "How far the answer and the reference share their words, as F1 of the two sets of tokens.";
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
  public List<Param<?>> params() {
    return List.of(Tokenizer.TYPE, Tokenizer.ENCODING, Tokenizer.CHINESE_ONLY);
  }

  @Override
  public boolean mayTakeLong(Params params) {
    return Tokenizer.mayTakeLong(params);
  }

  @Override
  public Check with(Params params) {
    Tokenizer tokenizer = Tokenizer.of(params);
    return text -> finding(words(text.text(), tokenizer), words(text.reference(), tokenizer));
  }

  private static Set<String> words(String text, Tokenizer tokenizer) {
    return new HashSet<>(tokenizer.tokens(PythonText.lower(PythonText.strip(text))));
  }

  private static Finding finding(Set<String> answer, Set<String> reference) {
    Set<String> shared = new HashSet<>(answer);
    shared.retainAll(reference);
    Overlap overlap = Overlap.of(shared.size(), answer.size(), reference.size());
    return Finding.of(
        overlap.f1(),
        "F1 score: %.3f (precision %.3f, recall %.3f): the answer has %d of the %d words of the"
            + " reference and %d others.",
        overlap.f1(),
        overlap.precision(),
        overlap.recall(),
        shared.size(),
        reference.size(),
        answer.size() - shared.size());
  }
}
