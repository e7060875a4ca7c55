package dev.hone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.process.ScriptedRuns.Call;
import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import java.util.List;
import java.util.Map;

/** A run that is tied to the connection that started it, held in its second candidate. */
final class Tied {

  private static final Stage STAGE = Stage.IN_SECOND_CANDIDATE;

  private final String name;
  private final Watcher watcher;

  private Tied(String name, String id, HoneProcess watchedOn) {
    this.name = name;
    this.watcher = Watcher.of(id, watchedOn);
    STAGE.await(watcher, name);
  }

  /** The answer to its start are its events. */
  static Tied byStream(String name, ScriptedRuns model, HoneProcess on, HoneProcess watchedOn) {
    STAGE.hold(model, name);
    return new Tied(name, Client.startStream(on, request(name)), watchedOn);
  }

  static Tied bySocket(String name, ScriptedRuns model, HoneProcess on, HoneProcess watchedOn) {
    STAGE.hold(model, name);
    return new Tied(name, Client.startOnSocket(on, request(name)), watchedOn);
  }

  private static String request(String name) {
    return ScriptedRuns.request(name, 1, ", \"on_disconnect\": \"cancel\"");
  }

  /** It ended as cancelled, with the best that it had, and the model was not asked again. */
  void check(HoneProcess server, ScriptedRuns model) {
    watcher.awaitEnd();
    List<Event> events = watcher.events();
    Fact.RunCancelled end =
        assertInstanceOf(Fact.RunCancelled.class, events.get(events.size() - 1).fact());
    assertEquals("disconnect", end.by());
    assertEquals(ScriptedRuns.telling(Call.writer(name, 0), 1), end.content());
    new Meanings().add(events);
    JsonNode run = Client.run(server, events.get(0).run());
    Fold.assertTells(run, events);
    assertEquals(
        Map.of(Call.writer(name, 0), 1, Call.judge(name, 0), 1, Call.writer(name, 1), 1),
        model.asked(name));
  }
}
