package dev.hone.run.redis;

import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  /** Before version 7 Redis puts what a command of a script was answered at the end. */
  private static final Pattern IN_SCRIPT =
      Pattern.compile("^ERR Error running script .*: -([A-Z]+) ");

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
    Matcher inScript = IN_SCRIPT.matcher(message);
    if (inScript.find()) {
      return inScript.group(1);
    }
    int end = message.indexOf(' ');
    return end < 0 ? message : message.substring(0, end);
  }
}
