package dev.hone.reward.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hone.reward.param.Params;
import dev.hone.reward.param.Range;
import jakarta.inject.Singleton;

/** Whether a text is one thought and then one answer or some tool calls, each in its tags. */
@Singleton
final class ReasoningToolCallFormat implements Rule {

  private static final Tags THINK = Tags.named("think");
  private static final Tags ANSWER = Tags.named("answer");
  private static final Tags CALL = Tags.named("tool_call");

  /** As lenient as the reference's reader. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  @Override
  public String name() {
    return "reasoning_tool_call_format";
  }

  @Override
  public String dimension() {
    return "tool_call_format";
  }

  @Override
  public String description() {
    return "Whether the answer is one <think>…</think> and then either one <answer>…</answer> or"
        + " <tool_call>…</tool_call>s with JSON objects that have name and arguments.";
  }

  @Override
  public Range range() {
    return Range.UNIT;
  }

  @Override
  public Check with(Params params) {
    return text -> finding(text.text());
  }

  private static Finding finding(String text) {
    if (!THINK.areIn(text)) {
      return new Finding(0, "Missing: <think>…</think>.");
    }
    if (ANSWER.areIn(text) == CALL.areIn(text)) {
      return new Finding(
          0, "After the thinking there must be either an <answer> or <tool_call>s, not both.");
    }
    return ANSWER.areIn(text) ? answer(text) : calls(text);
  }

  private static Finding answer(String text) {
    boolean valid =
        THINK.areOnceIn(text) && ANSWER.areOnceIn(text) && isWrapped(afterThinking(text), ANSWER);
    return valid
        ? new Finding(1, "One thought and one answer, each in its tags.")
        : new Finding(
            0, "The text must be one <think>…</think>, one <answer>…</answer>, and nothing else.");
  }

  private static Finding calls(String text) {
    boolean valid =
        THINK.areOnceIn(text)
            && isWrapped(afterThinking(text), CALL)
            && CALL.areBalancedIn(text)
            && !isDoubled(CALL.open(), text)
            && !isDoubled(CALL.close(), text);
    if (!valid) {
      return new Finding(
          0, "The text must be one <think>…</think>, then <tool_call>…</tool_call>s, none nested.");
    }
    return CALL.in(text).stream().allMatch(ReasoningToolCallFormat::isCall)
        ? new Finding(1, "One thought and tool calls of valid JSON, each in its tags.")
        : new Finding(
            0, "Each <tool_call> must hold a JSON object with the fields name and arguments.");
  }

  /** What follows the thinking, if the text begins with it; else nothing. */
  private static String afterThinking(String text) {
    String stripped = PythonText.strip(text);
    return stripped.startsWith(THINK.open())
        ? PythonText.strip(
            stripped.substring(stripped.indexOf(THINK.close()) + THINK.close().length()))
        : "";
  }

  private static boolean isWrapped(String text, Tags tags) {
    return text.length() >= tags.open().length() + tags.close().length()
        && text.startsWith(tags.open())
        && text.endsWith(tags.close());
  }

  private static boolean isDoubled(String tag, String text) {
    int at = text.indexOf(tag);
    while (at >= 0) {
      int end = at + tag.length();
      int next = text.indexOf(tag, end);
      if (next >= 0 && PythonText.isBlank(text.substring(end, next))) {
        return true;
      }
      at = next;
    }
    return false;
  }

  private static boolean isCall(String json) {
    try {
      JsonNode call = JSON.readTree(PythonText.strip(json));
      return call.isObject() && call.has("name") && call.has("arguments");
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
