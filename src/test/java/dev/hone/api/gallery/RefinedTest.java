package dev.hone.api.gallery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.refinement.Evaluation;
import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.Generation;
import dev.hone.refinement.Json;
import dev.hone.refinement.Message;
import dev.hone.refinement.OnDisconnect;
import dev.hone.refinement.RewardSpec;
import dev.hone.refinement.RunState;
import dev.hone.refinement.Sample;
import dev.hone.refinement.Settings;
import dev.hone.refinement.Stop;
import dev.hone.refinement.StopReason;
import dev.hone.refinement.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How a run is told as a sample, and a sample asks. */
class RefinedTest {

  private static final Instant AT = Instant.parse("2026-11-24T11:11:40.884Z");

  @Test
  void putsScoresAndReasonsIntoRewardsAndMarksTheBest() {
    JsonNode sample =
        json(Refined.of(run(written(0, "one"), judged(0, 0.5), written(1, "two"), judged(1, 1.0))));

    JsonNode one = sample.at("/output/0/answer");
    JsonNode two = sample.at("/output/1/answer");
    assertEquals("r1", sample.path("unique_id").asText());
    assertEquals("assistant", two.path("role").asText());
    assertEquals("two", two.path("content").asText());
    assertEquals(
        "{\"score\":0.5,\"details\":[{\"name\":\"length\",\"reason\":\"because 0\",\"score\":0.5}]}",
        one.path("reward").toString());
    assertEquals("rejected", one.at("/label/preference").asText());
    assertEquals("chosen", two.at("/label/preference").asText());
    assertEquals("right", two.at("/label/reference").asText());
    assertEquals("because 1", two.at("/additional_kwargs/hone/feedback").asText());
    assertEquals(true, two.at("/additional_kwargs/hone/best").asBoolean());
    assertFalse(two.at("/additional_kwargs/hone").has("content"));
    assertEquals("blue", sample.at("/metadata/team").asText());
    assertEquals("max_iterations", sample.at("/metadata/hone/stop_reason").asText());
  }

  @Test
  void spreadsARankingOverAllCandidates() {
    Fact ranking =
        evaluation(
            1,
            1.0,
            List.of(new Evaluation.Rank(0, 0.0), new Evaluation.Rank(1, 1.0)),
            List.of(new Evaluation.Detail("helpful", 1.0, "the second is better")));

    JsonNode sample = json(Refined.of(run(written(0, "one"), written(1, "two"), ranking)));

    assertEquals(
        "{\"score\":0.0,\"details\":[{\"name\":\"helpful\",\"reason\":\"the second is better\",\"score\":0.0}]}",
        sample.at("/output/0/answer/reward").toString());
    assertEquals(
        "{\"score\":1.0,\"details\":[{\"name\":\"helpful\",\"reason\":\"the second is better\",\"score\":1.0}]}",
        sample.at("/output/1/answer/reward").toString());
  }

  @Test
  void givesRmGallerysDefaultToWhatHasNoScore() {
    Fact reasonAlone =
        evaluation(0, null, null, List.of(new Evaluation.Detail("helpful", null, "be brief")));
    Fact failed = evaluation(1, null, null, List.of());

    JsonNode sample =
        json(
            Refined.of(
                run(written(0, "a"), reasonAlone, written(1, "b"), failed, written(2, "c"))));

    assertEquals(
        "{\"score\":0.0,\"details\":[{\"name\":\"helpful\",\"reason\":\"be brief\",\"score\":0.0}]}",
        sample.at("/output/0/answer/reward").toString());
    assertEquals("{\"score\":0.0,\"details\":[]}", sample.at("/output/1/answer/reward").toString());
    assertEquals("{\"score\":0.0,\"details\":[]}", sample.at("/output/2/answer/reward").toString());
  }

  @Test
  void keepsWhatASampleHadAndReplacesItsRewards() throws JsonProcessingException {
    DataSample asked =
        read(
            """
            {"unique_id": "q", "source": "s", "task_category": "t", "created_at": "2020-01-02T03:04:05",
             "metadata": {"k": 1},
             "input": [{"content": "Why?", "additional_kwargs": {"context": "c"}, "time_created": "2020-01-01T00:00:00"}],
             "output": [{"answer": {"role": "assistant", "name": "m", "content": "given", "additional_kwargs": {"x": 1},
               "label": {"preference": "rejected", "reference": "own"}, "reward": {"score": 9, "details": [{"name": "old", "reason": "old", "score": 9}]}},
               "steps": [{"content": "first"}]}]}
            """);

    JsonNode sample = json(Refined.of(asked, run(written(0, "given"), judged(0, 0.5))));

    JsonNode answer = sample.at("/output/0/answer");
    assertEquals("2020-01-02T03:04:05", sample.path("created_at").asText());
    assertEquals("2020-01-01T00:00:00", sample.at("/input/0/time_created").asText());
    assertEquals("c", sample.at("/input/0/additional_kwargs/context").asText());
    assertEquals("s", sample.path("source").asText());
    assertEquals(1, sample.at("/metadata/k").asInt());
    assertEquals("completed", sample.at("/metadata/hone/status").asText());
    assertEquals("m", answer.path("name").asText());
    assertEquals(1, answer.at("/additional_kwargs/x").asInt());
    assertEquals("own", answer.at("/label/reference").asText());
    assertEquals("first", sample.at("/output/0/steps/0/content").asText());
    assertEquals(1, answer.at("/reward/details").size());
    assertEquals(0.5, answer.at("/reward/score").asDouble());
    assertEquals("rejected", answer.at("/label/preference").asText(), "a label that was there");
    assertEquals(1, asked.output().get(0).answer().additionalKwargs().size(), "the sample itself");
  }

  @Test
  void renewsAPreferenceOfItsOwn() throws JsonProcessingException {
    DataSample first = Refined.of(run(written(0, "one"), judged(0, 0.5)));
    DataSample again = read(new String(SampleJson.write(first)));

    JsonNode sample =
        json(
            Refined.of(
                again, run(written(0, "one"), judged(0, 0.5), written(1, "two"), judged(1, 1.0))));

    assertEquals("rejected", sample.at("/output/0/answer/label/preference").asText());
    assertEquals("chosen", sample.at("/output/1/answer/label/preference").asText());
  }

  @Test
  void asksWhatARunWasAsked() throws JsonProcessingException {
    List<Message> messages =
        List.of(
            Message.system("Be brief."),
            new Message("user", "Why?", "ann", null, null),
            new Message(
                "assistant", "", null, List.of(Map.of("id", "c1", "type", "function")), null),
            new Message("tool", "42", null, null, "c1"));
    RunState run = RunState.of(List.of(new Event("r1", 1, AT, created(messages))));

    JsonNode asked = Asked.of(read(new String(SampleJson.write(Refined.of(run)))));

    assertEquals(
        messages, List.of(Json.MAPPER.treeToValue(asked.path("messages"), Message[].class)));
  }

  @Test
  void namesFieldsAsASampleDoes() {
    assertEquals("input[3].role", Asked.path("messages[3].role"));
    assertEquals("input", Asked.path("messages"));
    assertEquals("output[1].answer.content", Asked.path("candidates[1]"));
    assertEquals("output", Asked.path("candidates"));
    assertEquals("reward.params.max", Asked.path("reward.params.max"));
  }

  private static RunState run(Fact... facts) {
    List<Event> log = new ArrayList<>();
    log.add(new Event("r1", 1, AT, created(List.of(Message.user("Why?")))));
    for (Fact fact : facts) {
      log.add(new Event("r1", log.size() + 1, AT, fact));
    }
    RunState run = RunState.of(log);
    Fact end =
        new Fact.RunCompleted(
            run.state().best(),
            run.state().bestCandidate().content(),
            run.state().bestCandidate().score(),
            StopReason.MAX_ITERATIONS,
            run.state().candidates().size(),
            Usage.of(1, 1),
            5);
    return run.apply(new Event("r1", log.size() + 1, AT, end));
  }

  private static Fact.RunCreated created(List<Message> messages) {
    Settings settings =
        new Settings(
            "right",
            "default",
            "default",
            RewardSpec.named("length"),
            3,
            Stop.NEVER,
            Generation.DEFAULT,
            true,
            OnDisconnect.CONTINUE);
    return new Fact.RunCreated(new Sample(messages, null), settings, Map.of("team", "blue"));
  }

  private static Fact written(int candidate, String content) {
    return new Fact.CandidateCompleted(
        candidate, candidate, content, null, Usage.of(1, 1), "stop", 1);
  }

  private static Fact judged(int candidate, double score) {
    String reason = "because " + candidate;
    return new Fact.EvaluationCompleted(
        candidate,
        candidate,
        score,
        List.of(new Evaluation.Detail("length", score, reason)),
        null,
        null,
        reason,
        candidate,
        Usage.NONE,
        1);
  }

  private static Fact evaluation(
      int candidate, Double score, List<Evaluation.Rank> ranks, List<Evaluation.Detail> details) {
    return new Fact.EvaluationCompleted(
        candidate, candidate, score, details, null, ranks, "feedback", 0, Usage.NONE, 1);
  }

  private static DataSample read(String json) throws JsonProcessingException {
    return SampleJson.MAPPER.readValue(json, DataSample.class);
  }

  private static JsonNode json(DataSample sample) {
    try {
      return SampleJson.MAPPER.readTree(SampleJson.write(sample));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
