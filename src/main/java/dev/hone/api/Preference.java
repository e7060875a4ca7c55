package dev.hone.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code Prefer: wait=30} (RFC 7240). */
final class Preference {

  private static final int LONGEST_NUMBER = 9;

  private Preference() {}

  /**
   * How long to wait, not longer than {@code longest}; {@code null} if nothing (that makes sense)
   * is preferred. Of several that are preferred the first counts, whether it makes sense or not.
   */
  static Duration waiting(List<String> headers, Duration longest) {
    for (String header : headers) {
      for (String preference : split(header, ',')) {
        String[] pair = split(preference, ';').get(0).split("=", 2); // the rest are parameters
        if (pair[0].strip().equalsIgnoreCase("wait")) {
          return pair.length == 1 ? null : duration(unquoted(pair[1].strip()), longest);
        }
      }
    }
    return null;
  }

  private static Duration duration(String seconds, Duration longest) {
    if (!seconds.matches("[0-9]+")) {
      return null;
    }
    if (seconds.length() > LONGEST_NUMBER) {
      return longest;
    }
    Duration wanted = Duration.ofSeconds(Long.parseLong(seconds));
    return wanted.compareTo(longest) > 0 ? longest : wanted;
  }

  private static String unquoted(String word) {
    boolean quoted = word.length() >= 2 && word.startsWith("\"") && word.endsWith("\"");
    return quoted ? word.substring(1, word.length() - 1).replaceAll("\\\\(.)", "$1") : word;
  }

  /** At each separator that is not in a quoted string; at least one part. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\') {
        i++; // what is escaped is no end
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && c == separator) {
        parts.add(text.substring(from, i));
        from = i + 1;
      }
    }
    parts.add(text.substring(from));
    return parts;
  }
}
