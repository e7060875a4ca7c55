package dev.hone.run.redis;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.RunState;
import dev.hone.run.Quota;
import dev.hone.run.RunLogFailure;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A call of the append script, for one or more runs. Not thread-safe. */
final class AppendCall {

  /** What the script said of one run. */
  record Answer(String code, long first, long before) {

    boolean isDone() {
      return code.equals("ok");
    }

    /** Redis failed over and has lost events after {@link #first}. */
    boolean isBehind() {
      return code.equals("behind");
    }

    boolean isChanged() {
      return code.equals("changed");
    }

    boolean isUnheard() {
      return code.equals("unheard");
    }

    /** Why it wasn't done. */
    RunLogFailure failure(String run) {
      return switch (code) {
        case "ended" -> new RunLogFailure.Ended(run);
        case "lost" -> new RunLogFailure.LeaseLost(run);
        case "unheard" -> new RunLogFailure.Unheard(run);
        default -> new RunLogFailure.NotFound(run);
      };
    }
  }

  private static final String AS_THE_HASH_SAYS = "?";
  private static final String TELL_ME = "?";

  private final Keys names;
  private final String keptFor;
  private final List<String> keys = new ArrayList<>();
  private final List<String> args = new ArrayList<>();

  AppendCall(Keys names, long keptForMillis) {
    this.names = names;
    this.keptFor = Long.toString(keptForMillis);
    keys.addAll(List.of(names.leases(), names.fences(), names.ended()));
  }

  AppendCall add(Batch batch) {
    List<Batch.Part> parts = batch.parts();
    List<String> events = new ArrayList<>(parts.size() * 2);
    int mark = 0;
    for (int i = 0; i < parts.size(); i++) {
      Fact fact = parts.get(i).fact();
      boolean delta = fact instanceof Fact.Delta;
      events.add(FactJson.encode(fact));
      events.add(delta ? "" : Long.toString(parts.get(i).characters()));
      mark = delta ? mark : i + 1;
    }
    RunState after = batch.after();
    String run = batch.appender().lease().run();
    String fence = Long.toString(batch.appender().lease().fence());
    long characters = after.state().underway() == null ? 0 : after.state().underway().characters();
    head(run, fence, batch.number(), batch.known(), batch.jump(), batch.at(), "");
    add(batch.heard() == Long.MAX_VALUE ? "" : batch.heard());
    add(characters);
    add(mark);
    add(after.hasEnded() ? keptFor : "");
    used(mark > 0 ? after : null, batch.at());
    addAll(mark > 0 ? Summary.changed(after) : List.of());
    addAll(batch.superfluous().stream().map(seq -> seq + "-0").toList());
    addAll(events);
    addAll(batch.lost() == null ? List.of(TELL_ME) : lost(batch.lost()));
    return this;
  }

  /**
   * An append without the lease.
   *
   * @param log as the caller has read it
   * @param token names this append
   */
  AppendCall add(Loaded log, long known, Fact fact, Instant at, String token) {
    RunState after = log.state().apply(Requests.event(log, fact, at));
    head(log.state().id(), "", log.mark(), known, 0, at, token);
    add("");
    add("");
    add(1);
    add(after.hasEnded() ? keptFor : "");
    used(after, at);
    addAll(Summary.changed(after));
    List<Long> superfluous = StepEntries.isEnd(fact) ? log.step().superfluous() : List.<Long>of();
    addAll(superfluous.stream().map(seq -> seq + "-0").toList());
    addAll(List.of(FactJson.encode(fact), AS_THE_HASH_SAYS));
    addAll(List.of());
    return this;
  }

  /** Answers for each run, in the order of their addition. */
  Future<List<Answer>> send(Link link) {
    return Script.APPEND.run(link, keys, args).map(AppendCall::answers);
  }

  private static List<String> lost(List<Event> events) {
    List<String> lost = new ArrayList<>(events.size() * 4);
    for (Event event : events) {
      lost.add(Long.toString(event.seq()));
      lost.add(FactJson.encode(event.fact()));
      lost.add(Long.toString(event.at().toEpochMilli()));
      lost.add(event.fact() instanceof Fact.Delta ? "0" : "1");
    }
    return lost;
  }

  private void head(
      String run, String fence, long number, long known, int jump, Instant at, String token) {
    keys.add(names.hash(run));
    keys.add(names.log(run));
    add(run);
    add(names.channel(run));
    add(fence);
    add(number);
    add(known);
    add(jump);
    add(at.toEpochMilli());
    add(token);
  }

  /**
   * @param after {@code null} if it says nothing new of what was used
   */
  private void used(RunState after, Instant at) {
    add(after == null ? "" : after.state().used().totalTokens());
    add(names.used(Quota.TOKENS, Quota.TOKENS.windowAt(at.toEpochMilli())));
    add(RedisLedger.keptFor(Quota.TOKENS));
  }

  private void add(Object arg) {
    args.add(arg.toString());
  }

  private void addAll(List<String> several) {
    add(several.size());
    args.addAll(several);
  }

  private static List<Answer> answers(Response response) {
    List<Answer> answers = new ArrayList<>(response.size());
    for (Response each : response) {
      answers.add(
          new Answer(
              each.get(0).toString(),
              each.size() > 1 ? each.get(1).toLong() : 0,
              each.size() > 2 ? each.get(2).toLong() : 0));
    }
    return answers;
  }
}
