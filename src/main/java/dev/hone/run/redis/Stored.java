package dev.hone.run.redis;

import dev.hone.refinement.Event;
import dev.hone.refinement.RunState;
import dev.hone.refinement.State;
import io.vertx.redis.client.Response;
import java.time.Instant;

/**
 * An entry of a run's stream.
 *
 * @param token set by whoever appended it without the lease; {@code null} if the worker did
 * @param characters what the fold needs to know of deltas that are gone: how many characters of the
 *     step under way came before this
 */
record Stored(Event event, String token, long characters) {

  static Stored read(String run, Response entry) {
    String id = entry.get(0).toString();
    Response fields = entry.get(1);
    String json = null;
    String token = null;
    long at = 0;
    long characters = 0;
    for (int i = 0; i < fields.size(); i += 2) {
      Response value = fields.get(i + 1);
      switch (fields.get(i).toString()) {
        case "f" -> json = value.toString();
        case "a" -> at = value.toLong();
        case "c" -> characters = value.toLong();
        case "r" -> token = value.toString();
        default -> {} // of a later version
      }
    }
    long seq = Long.parseLong(id.substring(0, id.indexOf('-')));
    return new Stored(
        new Event(run, seq, Instant.ofEpochMilli(at), FactJson.decode(json)), token, characters);
  }

  long seq() {
    return event.seq();
  }

  boolean isRequested() {
    return token != null;
  }

  /** The fold with this; {@code null} before the first. */
  RunState applyTo(RunState before) {
    return before == null ? RunState.of(event) : restored(before).apply(event);
  }

  private RunState restored(RunState before) {
    State.Underway underway = before.state().underway();
    if (underway == null || underway.characters() >= characters) {
      return before;
    }
    return before.more(before.lastSeq(), characters - underway.characters());
  }
}
