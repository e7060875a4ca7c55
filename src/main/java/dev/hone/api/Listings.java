package dev.hone.api;

import dev.hone.refinement.RunState;
import dev.hone.run.RunLog;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The list of runs: its parameters and its answer. */
final class Listings {

  private static final int DEFAULT = 20;
  private static final int MOST = 100;
  private static final Pattern CURSOR = Pattern.compile("[0-9a-f-]{36}");

  private Listings() {}

  /** An answer: {@code next} is the cursor of the next page, absent on the last. */
  record Page(List<RunView> data, String next) {}

  /**
   * @throws ProblemException if a parameter is wrong
   */
  static RunLog.Listing of(String owner, String status, String limit, String after) {
    Checks checks = new Checks();
    RunState.Status wanted = status(status, checks);
    int most = limit(limit, checks);
    checks.require(
        after == null || CURSOR.matcher(after).matches(), "after", "the next of a page before");
    checks.done();
    return new RunLog.Listing(owner, wanted, after, most);
  }

  static Page page(RunLog.Page page) {
    return new Page(page.runs().stream().map(RunView::brief).toList(), page.next());
  }

  private static RunState.Status status(String text, Checks checks) {
    for (RunState.Status status : RunState.Status.values()) {
      if (name(status).equals(text)) {
        return status;
      }
    }
    checks.require(
        text == null,
        "status",
        "one of: "
            + Arrays.stream(RunState.Status.values())
                .map(Listings::name)
                .collect(Collectors.joining(", ")));
    return null;
  }

  private static String name(RunState.Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  private static int limit(String text, Checks checks) {
    if (text == null) {
      return DEFAULT;
    }
    int limit = text.matches("\\d{1,4}") ? Integer.parseInt(text) : -1;
    checks.require(limit >= 1 && limit <= MOST, "limit", "a number from 1 to " + MOST);
    return limit;
  }
}
