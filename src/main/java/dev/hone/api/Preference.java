package dev.hone.api;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code Prefer: wait=30} (RFC 7240). */
final class Preference {

  private static final Pattern WAIT =
      Pattern.compile("\\s*wait\\s*=\\s*\"?(\\d+)\"?\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

  private static final int LONGEST_NUMBER = 9;

  private Preference() {}

  /**
   * How long to wait, not longer than {@code longest}; {@code null} if nothing (that makes sense)
   * is preferred.
   */
  static Duration waiting(List<String> headers, Duration longest) {
    for (String header : headers) {
      for (String preference : header.split(",")) {
        Matcher wait = WAIT.matcher(preference);
        if (wait.matches()) {
          return shorter(wait.group(1), longest);
        }
      }
    }
    return null;
  }

  private static Duration shorter(String seconds, Duration longest) {
    if (seconds.length() > LONGEST_NUMBER) {
      return longest;
    }
    Duration wanted = Duration.ofSeconds(Long.parseLong(seconds));
    return wanted.compareTo(longest) > 0 ? longest : wanted;
  }
}
