package dev.hone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.process.ScriptedRuns.Call;
import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A run of one refinement with those who watch it, and what all of them must agree on. */
final class Followed {

  private static final int CANDIDATES = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** So many numbers a takeover leaves out, and so many at most can be merged into one. */
  private static final int JUMP = 10_000;

  private static final int MERGED = ScriptedRuns.TOKENS + 5;

  private final String name;
  private final String id;
  private final List<Watcher> watchers = new ArrayList<>();
  private final Meanings meanings = new Meanings();

  private Followed(String name, String id) {
    this.name = name;
    this.id = id;
  }

  /**
   * Starts a run.
   *
   * @param name what the model knows it by
   */
  static Followed start(Server on, String name) {
    return new Followed(name, Client.start(on, ScriptedRuns.request(name, CANDIDATES - 1, "")));
  }

  /**
   * A run that was started.
   *
   * @param answer to its start
   */
  static Followed started(String name, HttpResponse<String> answer) {
    return new Followed(name, Client.id(answer));
  }

  /** Adds a watcher of its own, who roams where there are more. */
  Followed watchedOn(Server... servers) {
    watchers.add(Watcher.of(id, servers));
    return this;
  }

  String name() {
    return name;
  }

  String id() {
    return id;
  }

  /** In the order in which they were added. */
  Watcher watcher(int index) {
    return watchers.get(index);
  }

  /** Waits until all watchers have seen what comes before it. */
  void await(Stage stage) {
    watchers.forEach(watcher -> stage.await(watcher, name));
  }

  /** Waits until all watchers who have not left have seen the end. */
  Followed awaitEnd() {
    watchers.stream().filter(watcher -> !watcher.hasLeft()).forEach(Watcher::awaitEnd);
    return this;
  }

  /** Waits for the end, and that all agree with each other and with what REST tells. */
  JsonNode check(Server server) {
    awaitEnd();
    JsonNode run = Client.run(server, id);
    assertEquals("completed", run.path("status").asText(), run.toString());
    assertEquals(CANDIDATES, run.path("candidates").size(), run.toString());
    for (Watcher watcher : watchers) {
      meanings.add(watcher.events());
      if (!watcher.hasLeft()) {
        Fold.assertTells(run, watcher.events());
      }
    }
    return run;
  }

  /** What was seen so far must agree with what others see. */
  void addToMeanings() {
    watchers.forEach(watcher -> meanings.add(watcher.events()));
  }

  /** Waits until it is said that there is no such run, to watchers too. */
  void awaitGone(List<? extends Server> servers) {
    for (Server server : servers) {
      waiting("is gone").until(() -> Client.get(server, path()).statusCode() == 404);
    }
    for (Watcher watcher : watchers) {
      waiting("is gone for watchers").until(() -> "status 404".equals(watcher.refusal()));
    }
  }

  private ConditionFactory waiting(String what) {
    return Awaitility.await("run " + name + " " + what).atMost(PATIENCE);
  }

  private String path() {
    return "/v1/refinements/" + id;
  }

  /** That one who comes now agrees too. */
  void checkWithLateWatcher(Server server) {
    try (Watcher late = Watcher.of(id, server)) {
      late.awaitEnd();
      meanings.add(late.events());
      Fold.assertTells(Client.run(server, id), late.events());
    }
  }

  /** Each call was asked for once, but for these, which were repeated once. */
  void checkCalls(ScriptedRuns model, Call... repeated) {
    Map<Call, Integer> expected = once();
    for (Call call : repeated) {
      expected.put(call, 2);
    }
    assertEquals(expected, model.asked(name));
  }

  /** At most one call was asked for twice. */
  void checkAtMostOneIsRepeated(ScriptedRuns model) {
    Map<Call, Integer> asked = model.asked(name);
    assertEquals(once().keySet(), asked.keySet());
    int all = asked.values().stream().mapToInt(Integer::intValue).sum();
    assertTrue(all <= 2 * CANDIDATES + 1, () -> "asked " + asked);
  }

  private Map<Call, Integer> once() {
    Map<Call, Integer> once = new HashMap<>();
    for (int candidate = 0; candidate < CANDIDATES; candidate++) {
      once.put(Call.writer(name, candidate), 1);
      once.put(Call.judge(name, candidate), 1);
    }
    return once;
  }

  /** Each candidate is, to the letter, the newest that the model told. */
  void checkTexts(JsonNode run, ScriptedRuns model) {
    for (int candidate = 0; candidate < CANDIDATES; candidate++) {
      Call call = Call.writer(name, candidate);
      assertEquals(
          ScriptedRuns.telling(call, model.asked(name).get(call)),
          run.path("candidates").path(candidate).path("content").asText());
    }
  }

  /**
   * Numbers jump only where another took over, which leaves exactly so many out after the last
   * event.
   */
  void checkNumbers(Watcher watcher) {
    List<Event> events = watcher.events();
    for (int i = 1; i < events.size(); i++) {
      long step = events.get(i).seq() - events.get(i - 1).seq();
      if (isTakeover(events.get(i))) {
        assertEquals(JUMP, step, () -> "from the last number to the takeover: " + events);
      } else {
        assertTrue(step <= MERGED, () -> "a jump: " + events);
      }
    }
  }

  /** What was being written is voided as soon as another has taken over, which happens once. */
  void checkThatTakeoverVoids(Stage stage, Watcher watcher) {
    List<Event> events = watcher.events();
    List<Event> takeovers = events.stream().filter(Followed::isTakeover).toList();
    assertEquals(1, takeovers.size(), events::toString);
    int next = events.indexOf(takeovers.get(0)) + 1;
    if (!isReadAfterTheEvaluation(stage.voided(), events.subList(next, events.size()))) {
      assertEquals(stage.voided(), events.get(next).fact(), events::toString);
    }
  }

  /** The log drops what voids an evaluation together with its deltas, once it is complete. */
  private static boolean isReadAfterTheEvaluation(Fact voided, List<Event> read) {
    return voided instanceof Fact.EvaluationDiscarded discarded
        && read.get(0).fact() instanceof Fact.EvaluationStarted started
        && started.candidate() == discarded.candidate()
        && read.get(1).fact() instanceof Fact.EvaluationCompleted;
  }

  private static boolean isTakeover(Event event) {
    return event.fact() instanceof Fact.RunStarted started && started.attempt() > 1;
  }
}
