package dev.hone.run.redis;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.RunState;
import dev.hone.run.RunLogFailure;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Appends without a lease: reads the run, makes the fact from its state, and appends it if nothing
 * but deltas came meanwhile; else reads what came and tries again. Each event has a token, so that
 * one whose answer got lost is found in the stream and not appended again.
 */
final class Requests {

  /** How often an answer may get lost before the caller is told. */
  private static final int MOST_LOST = 2;

  private final Keys keys;
  private final Link link;
  private final Streams streams;
  private final LocalRuns runs;
  private final Clock clock;
  private final long keptForMillis;

  Requests(Keys keys, Link link, Streams streams, LocalRuns runs, Clock clock, long keptForMillis) {
    this.keys = keys;
    this.link = link;
    this.streams = streams;
    this.runs = runs;
    this.clock = clock;
    this.keptForMillis = keptForMillis;
  }

  /** The event that a fact would be; its number is not known yet. */
  static Event event(Loaded log, Fact fact, Instant at) {
    return new Event(log.state().id(), log.last(), at, fact);
  }

  Future<Event> append(String run, Function<RunState, Fact> fact) {
    return streams.load(run).compose(log -> new Attempt(log, fact).start());
  }

  private final class Attempt {

    private final Loaded log;
    private final String run;
    private final Function<RunState, Fact> made;
    private final String token = UUID.randomUUID().toString();
    private int lost;

    Attempt(Loaded log, Function<RunState, Fact> made) {
      this.log = log;
      this.run = log.state().id();
      this.made = made;
    }

    Future<Event> start() {
      if (log.state().hasEnded()) {
        return Future.failedFuture(new RunLogFailure.Ended(run));
      }
      Fact fact = made.apply(log.state());
      Instant at = Instant.ofEpochMilli(clock.millis());
      LocalRun here = runs.find(run);
      long known = Math.max(log.last(), here == null ? 0 : here.heardOf());
      return new AppendCall(keys, keptForMillis)
          .add(log, known, fact, at, token)
          .send(link)
          .compose(answers -> answered(answers.get(0), fact, at), this::unanswered);
    }

    private Future<Event> answered(AppendCall.Answer answer, Fact fact, Instant at) {
      if (answer.isDone()) {
        Event event = new Event(run, answer.first(), at, fact);
        Stored mine = new Stored(event, token, 0);
        return Future.succeededFuture(told(answer.before(), List.of(mine), mine));
      }
      if (answer.isChanged() || lost > 0) {
        return again();
      }
      return Future.failedFuture(answer.failure(run));
    }

    private Future<Event> unanswered(Throwable failure) {
      boolean unknown = failure instanceof Link.Lost && ++lost <= MOST_LOST;
      return unknown ? again() : Future.failedFuture(failure);
    }

    private Future<Event> again() {
      long before = log.last();
      return streams
          .more(run, log)
          .compose(
              news ->
                  mine(news)
                      .map(found -> Future.succeededFuture(told(before, news, found)))
                      .orElseGet(this::start));
    }

    private Optional<Stored> mine(List<Stored> news) {
      return news.stream().filter(entry -> token.equals(entry.token())).findFirst();
    }

    /**
     * Those who follow the run here know it before the caller does, and what came between before
     * it.
     */
    private Event told(long before, List<Stored> news, Stored mine) {
      LocalRun here = runs.find(run);
      if (here != null) {
        here.offer(new News(before, news));
      }
      return mine.event();
    }
  }
}
