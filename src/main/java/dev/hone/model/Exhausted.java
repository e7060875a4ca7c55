package dev.hone.model;

import dev.hone.refinement.ModelFailure;
import java.time.Duration;

/** The failure of a call that was worth another try but gets none. */
final class Exhausted {

  private Exhausted() {}

  /** After the last try. */
  static ModelFailure after(Outcome.Again last, int tries) {
    return failure(what(last) + "; tried " + tries + (tries == 1 ? " time." : " times."));
  }

  /** The provider asks for a longer wait than anybody is to sit through. */
  static ModelFailure asksForTooMuch(Outcome.Again last, Duration most) {
    return failure(
        what(last)
            + " and asks to wait for %s, which is longer than hone.model.backoff.max-retry-after (%s)."
                .formatted(GoDuration.text(last.asked()), GoDuration.text(most)));
  }

  private static String what(Outcome.Again last) {
    return what(last.cause()) + (last.words().isEmpty() ? "" : " (" + last.words() + ")");
  }

  private static String what(String cause) {
    return switch (cause) {
      case "429" -> "limits the rate of requests";
      case "5xx" -> "answers with a server error";
      case "refused" -> "can't be reached";
      case "stalled" -> "is silent for too long";
      case "malformed" -> "sends a stream that can't be read";
      case "not_a_stream" -> "answers with something that is not an event stream";
      default -> "ends its stream before the answer is complete";
    };
  }

  private static ModelFailure failure(String what) {
    return new ModelFailure(ModelFailure.Kind.UNAVAILABLE, "The model's provider " + what);
  }
}
