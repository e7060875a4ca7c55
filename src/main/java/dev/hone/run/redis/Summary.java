package dev.hone.run.redis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.hone.refinement.Candidate;
import dev.hone.refinement.Fact;
import dev.hone.refinement.Json;
import dev.hone.refinement.RunState;
import dev.hone.refinement.Sample;
import dev.hone.refinement.Settings;
import dev.hone.refinement.State;
import dev.hone.refinement.Usage;
import io.vertx.redis.client.Response;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A run without its texts, as fields of its hash: what a list shows. */
final class Summary {

  static final List<String> FIELDS =
      List.of(
          "created",
          "started",
          "ended",
          "attempt",
          "seq",
          "metadata",
          "settings",
          "best",
          "score",
          "used",
          "end");

  private Summary() {}

  /** Fields and values of a new run. */
  static List<String> created(String owner, RunState run) {
    List<String> fields = new ArrayList<>(List.of("owner", owner));
    add(fields, "created", run.createdAt().toEpochMilli());
    add(fields, "metadata", Json.text(run.metadata()));
    add(fields, "settings", Json.text(withoutTexts(run.state().settings())));
    fields.addAll(changed(run));
    return fields;
  }

  /** Fields and values that events change; the script itself writes seq and ended. */
  static List<String> changed(RunState run) {
    State state = run.state();
    Candidate best = state.bestCandidate();
    List<String> fields = new ArrayList<>();
    add(fields, "status", run.status().name().toLowerCase(Locale.ROOT));
    add(fields, "attempt", run.attempt());
    add(fields, "best", state.best());
    add(fields, "score", best == null ? null : best.score());
    add(fields, "used", Json.text(state.used()));
    if (run.startedAt() != null) {
      add(fields, "started", run.startedAt().toEpochMilli());
    }
    if (run.hasEnded()) {
      add(fields, "end", FactJson.encode(withoutText(state.terminal())));
    }
    return fields;
  }

  /**
   * The state as far as {@link #FIELDS} tell it: no messages, of the candidates only the best one's
   * number and score, and no attempts at the present step.
   *
   * @param values of the fields, in their order
   */
  static RunState read(String run, Response values) {
    String best = text(values, "best");
    String score = text(values, "score");
    String end = text(values, "end");
    Integer top = best == null ? null : Integer.valueOf(best);
    State state =
        new State(
            new Sample(List.of(), List.of()),
            read(text(values, "settings"), new TypeReference<Settings>() {}),
            upTo(top, score == null ? null : Double.valueOf(score)),
            List.of(),
            top,
            read(text(values, "used"), new TypeReference<Usage>() {}),
            null,
            List.of(),
            end == null ? null : (Fact.Terminal) FactJson.decode(end));
    return new RunState(
        run,
        time(values, "created"),
        time(values, "started"),
        time(values, "ended"),
        Integer.parseInt(text(values, "attempt")),
        0,
        false,
        Long.parseLong(text(values, "seq")),
        read(text(values, "metadata"), new TypeReference<Map<String, String>>() {}),
        state);
  }

  private static List<Candidate> upTo(Integer best, Double score) {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; best != null && i <= best; i++) {
      Double its = i == best ? score : null;
      candidates.add(new Candidate(i, 0, "", null, its, null, null, null, null, null));
    }
    return List.copyOf(candidates);
  }

  private static Settings withoutTexts(Settings all) {
    return new Settings(
        null,
        all.model(),
        all.judgeModel(),
        all.reward(),
        all.maxIterations(),
        all.stop(),
        all.generation(),
        all.finalEvaluation(),
        all.onDisconnect());
  }

  private static Fact withoutText(Fact.Terminal end) {
    if (end instanceof Fact.RunCompleted all) {
      return new Fact.RunCompleted(
          all.best(),
          null,
          all.score(),
          all.stopReason(),
          all.candidates(),
          all.usage(),
          all.durationMs());
    }
    if (end instanceof Fact.RunFailed all) {
      return new Fact.RunFailed(all.problem(), all.best(), null, all.score(), all.usage());
    }
    Fact.RunCancelled all = (Fact.RunCancelled) end;
    return new Fact.RunCancelled(all.by(), all.best(), null, all.score(), all.usage());
  }

  private static void add(List<String> fields, String field, Object value) {
    fields.add(field);
    fields.add(value == null ? "" : value.toString());
  }

  private static String text(Response values, String field) {
    Response value = values.get(FIELDS.indexOf(field));
    return value == null || value.toString().isEmpty() ? null : value.toString();
  }

  private static Instant time(Response values, String field) {
    String millis = text(values, field);
    return millis == null ? null : Instant.ofEpochMilli(Long.parseLong(millis));
  }

  private static <T> T read(String json, TypeReference<T> type) {
    try {
      return Json.MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
