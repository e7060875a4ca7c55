package dev.hone.api;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code Prefer: wait=30} (RFC 7240). */
final class Preference {

  private static final Pattern WAIT =
      Pattern.compile("\\s*wait\\s*=\\s*\"?(\\d{1,6})\"?\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

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
          Duration wanted = Duration.ofSeconds(Long.parseLong(wait.group(1)));
          return wanted.compareTo(longest) > 0 ? longest : wanted;
        }
      }
    }
    return null;
  }
}
