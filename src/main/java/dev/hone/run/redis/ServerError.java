package dev.hone.run.redis;

import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.Set;

/** What Redis answers instead of doing what it was asked: then nothing has been done. */
final class ServerError {

  /** It may do it later, or another one that is the primary by then may. */
  private static final Set<String> PASSING =
      Set.of(
          "LOADING",
          "BUSY",
          "READONLY",
          "MASTERDOWN",
          "OOM",
          "MISCONF",
          "NOREPLICAS",
          "TRYAGAIN",
          "NOAUTH",
          "WRONGPASS",
          "NOPERM");

  /** It is not the primary (any more): the primary must be looked up again. */
  private static final Set<String> ELSEWHERE = Set.of("READONLY", "MASTERDOWN");

  private ServerError() {}

  static boolean is(Throwable failure) {
    return failure instanceof Response answer
        && answer.type() == ResponseType.ERROR
        && !is(failure, "CONNECTION_CLOSED");
  }

  static boolean is(Throwable failure, String code) {
    return failure instanceof Response && code.equals(code(failure));
  }

  static boolean isPassing(Throwable failure) {
    return PASSING.contains(code(failure));
  }

  static boolean isElsewhere(Throwable failure) {
    return ELSEWHERE.contains(code(failure));
  }

  private static String code(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    int end = message.indexOf(' ');
    return end < 0 ? message : message.substring(0, end);
  }
}
