package dev.hone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.Json;
import dev.hone.refinement.RunState;
import java.util.List;
import java.util.Locale;

/** What a reader of events knows in the end, beside what REST tells. */
final class Fold {

  private Fold() {}

  /**
   * @param run as REST tells it
   * @param events all of a run that has ended
   */
  static void assertTells(JsonNode run, List<Event> events) {
    RunState fold = RunState.of(events);
    Fact.Terminal end = fold.state().terminal();
    assertEquals(run.path("status").asText(), fold.status().name().toLowerCase(Locale.ROOT));
    assertEquals(run.path("last_seq").asLong(), fold.lastSeq(), () -> "of " + run.path("id"));
    assertEquals(run.path("candidates"), tree(fold.state().candidates()));
    assertEquals(run.path("messages"), tree(fold.state().sample().messages()));
    assertEquals(run.path("settings"), tree(fold.state().settings()));
    assertEquals(run.path("usage"), tree(end.usage()));
    assertEquals(run.path("content"), tree(end).path("content"));
    assertEquals(run.path("score"), tree(end).path("score"));
    assertEquals(run.path("best"), tree(end).path("best"));
    assertEquals(run.path("created_at").asText(), Json.time(fold.createdAt()));
    assertEquals(run.path("ended_at").asText(), Json.time(fold.endedAt()));
  }

  /** As it is when read from the wire, where a number has no width. */
  private static JsonNode tree(Object value) {
    try {
      return Json.MAPPER.readTree(Json.bytes(value));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
