package dev.hone.refinement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventJsonTest {

  static Stream<Fact> everyKindOfFact() {
    Usage usage = new Usage(10, 5, 15, 3L, null);
    Settings settings =
        new Settings(
            "42",
            "default",
            "judge",
            new RewardSpec.Mix(
                List.of(
                    new RewardSpec.Part(
                        new RewardSpec.Named(
                            "length_penalty", Map.of("min_length", IntNode.valueOf(3))),
                        2),
                    new RewardSpec.Part(
                        new RewardSpec.Rubrics(List.of("short"), RewardMode.POINTWISE), 1),
                    new RewardSpec.Part(RewardSpec.named("accuracy"), 1))),
            3,
            new Stop(1.0, 2, 0.01, Duration.ofMinutes(2), 20000L),
            new Generation(0.0, 1.0, 10, 7L, List.of("END"), Map.of("type", "json_object"), "low"),
            true,
            OnDisconnect.CANCEL);
    Message call = new Message("assistant", null, "bot", List.of(Map.of("id", "c1")), null);
    return Stream.of(
        new Fact.RunCreated(
            new Sample(List.of(Message.user("hi"), call), List.of("given")),
            settings,
            Map.of("k", "v")),
        new Fact.RunStarted("pod-1", 1),
        new Fact.CandidateStarted(0, 0, null),
        new Fact.ThinkingDelta(0, "hm"),
        new Fact.CandidateDelta(1, "tab\t\"quote\" \u2028 \uD83D\uDE00\n"),
        new Fact.CandidateCompleted(1, 1, "text", "hm", usage, "stop", 12),
        new Fact.CandidateDiscarded(1, Fact.CandidateDiscardReason.STEERED),
        new Fact.EvaluationStarted(1, 1),
        new Fact.FeedbackDelta(1, "too long", "vote 2"),
        new Fact.FeedbackDelta(1, "too long", null),
        new Fact.EvaluationCompleted(
            1,
            1,
            0.5,
            List.of(new Evaluation.Detail("d", 0.5, "why")),
            List.of(new Evaluation.RubricVerdict("short", false)),
            List.of(new Evaluation.Rank(0, 1.0)),
            "why",
            0,
            usage,
            5),
        new Fact.EvaluationDiscarded(1, null, EvaluationDiscardReason.UNPARSABLE),
        new Fact.SteeringReceived("shorter", "ann", Fact.SteeringWhen.NOW),
        new Fact.RunCompleted(0, "text", 0.5, StopReason.NO_IMPROVEMENT, 2, usage, 99),
        new Fact.RunFailed(Problem.of("x", "X", 502, null), null, null, null, Usage.NONE),
        new Fact.RunCancelled("disconnect", 0, "text", null, Usage.estimate(8, 4)));
  }

  @ParameterizedTest
  @MethodSource("everyKindOfFact")
  void whatIsWrittenIsReadAgain(Fact fact) throws IOException {
    Event event = new Event("r1", 7, Samples.NOW, fact);

    Event read = EventJson.decode(EventJson.encode(event));

    assertEquals(event, read);
  }

  @ParameterizedTest
  @MethodSource("everyKindOfFact")
  void anEventIsOneLineThatBeginsWithWhatAllHave(Fact fact) throws IOException {
    String json = text(new Event("r1", 7, Samples.NOW, fact));

    assertEquals(1, json.lines().count());
    assertEquals(
        List.of("type", "run", "seq", "at"),
        Json.MAPPER.readTree(json).properties().stream().map(Map.Entry::getKey).limit(4).toList());
    assertFalse(json.contains("null"));
  }

  /** They are written by hand, the others by Jackson. */
  @Test
  void deltasHaveTheirFieldsInOrder() {
    String head = "\"run\":\"r1\",\"seq\":7,\"at\":\"2026-11-24T12:00:00.120Z\",\"candidate\":1,";

    assertEquals(
        "{\"type\":\"candidate.delta\"," + head + "\"text\":\"a\\n\"}",
        text(new Event("r1", 7, Samples.NOW, new Fact.CandidateDelta(1, "a\n"))));
    assertEquals(
        "{\"type\":\"feedback.delta\"," + head + "\"text\":\"why\"}",
        text(new Event("r1", 7, Samples.NOW, new Fact.FeedbackDelta(1, "why", null))));
    assertEquals(
        "{\"type\":\"feedback.delta\"," + head + "\"text\":\"why\",\"part\":\"vote 2\"}",
        text(new Event("r1", 7, Samples.NOW, new Fact.FeedbackDelta(1, "why", "vote 2"))));
  }

  @Test
  void namesAreSnakeCaseAndTimesHaveMilliseconds() throws IOException {
    Instant whole = Instant.parse("2026-11-24T12:00:00Z");
    String json =
        text(
            new Event(
                "r1",
                7,
                whole,
                new Fact.CandidateCompleted(1, 1, "a", null, Usage.of(1, 2), "stop", 12)));

    assertEquals(
        "{\"type\":\"candidate.completed\",\"run\":\"r1\",\"seq\":7,"
            + "\"at\":\"2026-11-24T12:00:00.000Z\",\"candidate\":1,\"iteration\":1,"
            + "\"content\":\"a\",\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,"
            + "\"total_tokens\":3},\"finish_reason\":\"stop\",\"duration_ms\":12}",
        json);
  }

  @Test
  void aRewardIsWrittenAsItsCallerWroteIt() throws IOException {
    String reward =
        "{\"all\":[{\"reward\":\"accuracy\",\"weight\":1.0},"
            + "{\"reward\":{\"name\":\"length_penalty\",\"params\":{\"min_length\":3}},\"weight\":2.0},"
            + "{\"reward\":{\"rubrics\":[\"short\"],\"mode\":\"pointwise\"},\"weight\":1.0}]}";

    JsonNode written = Json.MAPPER.valueToTree(Json.MAPPER.readValue(reward, RewardSpec.class));

    assertEquals(Json.MAPPER.readTree(reward), written);
  }

  private static String text(Event event) {
    return new String(EventJson.encode(event), StandardCharsets.UTF_8);
  }
}
