package dev.hone.reward.rule;

import dev.hone.reward.param.Param;
import dev.hone.reward.param.Params;
import dev.hone.reward.param.Range;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether a text shows its thinking and its answer in their tags. */
@Singleton
final class ReasoningFormat implements Rule {

  private static final Param<String> THINK = tag("think_token", "think", "thinking");
  private static final Param<String> ANSWER = tag("answer_token", "answer", "answer");

  @Override
  public String name() {
    return "reasoning_format";
  }

  @Override
  public String dimension() {
    return "format_reward";
  }

  @Override
  public String description() {
    return "Whether the answer has both a <think>…</think> and an <answer>…</answer>.";
  }

  @Override
  public Range range() {
    return Range.UNIT;
  }

  @Override
  public List<Param<?>> params() {
    return List.of(THINK, ANSWER);
  }

  @Override
  public Check with(Params params) {
    List<Tags> wanted = List.of(Tags.named(params.get(THINK)), Tags.named(params.get(ANSWER)));
    return text -> finding(wanted.stream().filter(tags -> !tags.areIn(text.text())));
  }

  private static Finding finding(Stream<Tags> missing) {
    String named =
        missing.map(tags -> tags.open() + "…" + tags.close()).collect(Collectors.joining(" and "));
    return named.isEmpty()
        ? new Finding(1, "Thinking and answer are in their tags.")
        : new Finding(0, "Missing: " + named + ".");
  }

  private static Param<String> tag(String name, String fallback, String what) {
    return Param.text(name, fallback, "the name of the tag around the " + what)
        .where(tag -> !tag.isBlank(), "a text that is not blank");
  }
}
