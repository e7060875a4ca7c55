package dev.hone.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.Json;
import dev.hone.refinement.Message;
import dev.hone.refinement.RunState;
import dev.hone.refinement.Samples;
import dev.hone.refinement.Stop;
import dev.hone.refinement.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForkRequestTest {

  private static final ForkRequest NOTHING = read("{}");

  private RunState run = Samples.started(Samples.settings(3, Stop.NEVER));

  @Test
  void goesOnFromWhatAPersonHasAccepted() {
    apply(written(0, "first", "stop"));
    apply(written(1, "second", "stop"));
    apply(run.state().accepted(1, 5));

    assertEquals(List.of("first", "second"), NOTHING.of(run).candidates());
    Message answer =
        read("{\"message\": \"And?\"}").of(run).messages().stream()
            .filter(message -> "second".equals(message.content()))
            .findFirst()
            .orElseThrow();
    assertEquals("second", answer.content());
  }

  @Test
  void leavesOutWhatMayNeverBeTheBest() {
    apply(written(0, "first", "stop"));
    apply(written(1, "filtered", "content_filter"));
    apply(written(2, "third", "stop"));

    assertEquals(List.of("first", "third"), read("{\"candidate\": 2}").of(run).candidates());
  }

  private void apply(Fact fact) {
    run = run.apply(new Event(run.id(), run.lastSeq() + 1, Samples.NOW, fact));
  }

  private static Fact written(int candidate, String content, String finishReason) {
    return new Fact.CandidateCompleted(
        candidate, candidate, content, null, Usage.of(1, 1), finishReason, 1);
  }

  private static ForkRequest read(String json) {
    try {
      return Json.MAPPER.readValue(json, ForkRequest.class);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
