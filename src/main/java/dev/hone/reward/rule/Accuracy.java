package dev.hone.reward.rule;

import dev.hone.reward.param.Params;
import dev.hone.reward.param.Range;
import jakarta.inject.Singleton;

/** Whether a text is the right answer, letter by letter. */
@Singleton
final class Accuracy implements Rule {

  @Override
  public String name() {
    return "accuracy";
  }

  @Override
  public String description() {
    return "Whether the answer is exactly the reference, but for white space around it.";
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
    return text ->
        PythonText.strip(text.text()).equals(PythonText.strip(text.reference()))
            ? new Finding(1, "The answer is exactly the reference.")
            : new Finding(0, "The answer is not exactly the reference.");
  }
}
