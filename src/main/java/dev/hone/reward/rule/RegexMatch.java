package dev.hone.reward.rule;

import com.google.re2j.Pattern;
import dev.hone.reward.param.Param;
import dev.hone.reward.param.Params;
import dev.hone.reward.param.Range;
import jakarta.inject.Singleton;
import java.util.List;

/** Whether a regular expression matches. */
@Singleton
final class RegexMatch implements Rule {

  private static final Param<String> PATTERN =
      Param.text("pattern", null, "a regular expression in RE2's syntax")
          .where(pattern -> !pattern.isEmpty(), "a text that is not empty")
          .mandatory();
  private static final Param<Boolean> WHOLE =
      Param.bool("whole", false, "whether all of the answer must match, not just a part");
  private static final Param<Boolean> ABSENT =
      Param.bool("absent", false, "whether the expression must not match");

  @Override
  public String name() {
    return "regex";
  }

  @Override
  public String description() {
    return "Whether a regular expression (RE2) matches the answer.";
  }

  @Override
  public Range range() {
    return Range.UNIT;
  }

  @Override
  public List<Param<?>> params() {
    return List.of(PATTERN, WHOLE, ABSENT);
  }

  @Override
  public boolean mayTakeLong(Params params) {
    return true;
  }

  @Override
  public Check with(Params params) {
    Pattern pattern = compiled(params.get(PATTERN));
    boolean whole = params.get(WHOLE);
    boolean absent = params.get(ABSENT);
    return text -> {
      LinearRegex.check(pattern.programSize(), text.text().length());
      boolean matches = whole ? pattern.matches(text.text()) : pattern.matcher(text.text()).find();
      return new Finding(matches != absent ? 1 : 0, reason(pattern, matches, absent));
    };
  }

  private static String reason(Pattern pattern, boolean matches, boolean absent) {
    String fact = "The expression " + pattern + (matches ? " matches" : " doesn't match");
    return fact
        + (matches != absent ? ", as it must." : ", which it must" + (absent ? " not." : "."));
  }

  private static Pattern compiled(String expression) {
    try {
      return LinearRegex.compile(expression);
    } catch (IllegalArgumentException e) {
      throw Params.wrong(PATTERN, e.getMessage());
    }
  }
}
