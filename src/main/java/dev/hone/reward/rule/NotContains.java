package dev.hone.reward.rule;

import dev.hone.reward.param.Param;
import dev.hone.reward.param.Params;
import dev.hone.reward.param.Range;
import jakarta.inject.Singleton;
import java.util.List;

/** Whether texts that must not be there are not. */
@Singleton
final class NotContains implements Rule {

  private static final Param<List<String>> TEXTS =
      Param.texts("texts", null, "what the answer must not contain").mandatory();
  private static final Param<Boolean> IGNORE_CASE =
      Param.bool("ignore_case", false, "whether upper and lower case are the same");

  @Override
  public String name() {
    return "not_contains";
  }

  @Override
  public String description() {
    return "The share of the given texts that the answer does without.";
  }

  @Override
  public Range range() {
    return Range.UNIT;
  }

  @Override
  public List<Param<?>> params() {
    return List.of(TEXTS, IGNORE_CASE);
  }

  @Override
  public boolean mayTakeLong(Params params) {
    return Phrases.areMany(params.get(TEXTS));
  }

  @Override
  public Check with(Params params) {
    Phrases phrases = new Phrases(params.get(TEXTS), params.get(IGNORE_CASE));
    return text -> {
      List<String> found = phrases.foundIn(text.text());
      return found.isEmpty()
          ? new Finding(1, "The answer contains nothing that it must not.")
          : new Finding(
              1 - phrases.share(found),
              "The answer must not contain: " + Phrases.quoted(found) + ".");
    };
  }
}
