package dev.hone.run.local;

import dev.hone.run.Ledger;
import dev.hone.run.Quota;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** What is used, in the heap: it holds for one process, and ends with it. Thread-safe. */
final class MemoryLedger implements Ledger, Spending {

  /**
   * What was used in one window.
   *
   * @param window its number
   * @param used by owner
   */
  record Page(long window, Map<String, Long> used) {}

  private final Clock clock;
  private final Map<Quota, Page> pages = new EnumMap<>(Quota.class);

  MemoryLedger(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Uni<Used> add(String owner, Quota quota, long amount) {
    return Uni.createFrom().item(() -> count(owner, quota, amount));
  }

  @Override
  public void add(String owner, long tokens) {
    count(owner, Quota.TOKENS, tokens);
  }

  /** A copy of the newest page. */
  synchronized Page page(Quota quota) {
    Page page = current(quota, clock.millis());
    return new Page(page.window(), Map.copyOf(page.used()));
  }

  /** Goes on from a page; one of an earlier window counts for nothing. */
  synchronized void restore(Quota quota, Page page) {
    pages.put(quota, new Page(page.window(), new HashMap<>(page.used())));
  }

  private synchronized Used count(String owner, Quota quota, long amount) {
    long now = clock.millis();
    Map<String, Long> used = current(quota, now).used();
    long all =
        amount == 0 ? used.getOrDefault(owner, 0L) : used.merge(owner, amount, Math::addExact);
    return new Used(all, quota.leftAt(now));
  }

  /**
   * A clock that was set back into the window before counts for nothing; one that was wrong does.
   */
  private Page current(Quota quota, long now) {
    long window = quota.windowAt(now);
    Page page = pages.get(quota);
    if (page == null || page.window() < window || page.window() > window + 1) {
      page = new Page(window, new HashMap<>());
      pages.put(quota, page);
    }
    return page;
  }
}
