package dev.hone.run;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.LongFunction;

/**
 * A cursor as a stream: each request asks once for what comes after the cursor, and nothing is
 * asked or held ahead of that. Completes after the terminal event, or at once where nothing
 * follows; cancelling it cancels what it waits for.
 */
public final class Pull {

  private final LongFunction<Uni<List<Entry>>> next;
  private long after;

  private Pull(long after, LongFunction<Uni<List<Entry>>> next) {
    this.after = after;
    this.next = next;
  }

  /** Each subscription has a cursor of its own. */
  public static Multi<List<Entry>> after(long after, LongFunction<Uni<List<Entry>>> next) {
    return Multi.createFrom().deferred(() -> new Pull(after, next).slices());
  }

  private Multi<List<Entry>> slices() {
    return Multi.createBy()
        .repeating()
        .uni(() -> next.apply(after).onItem().invoke(this::advance))
        .whilst(slice -> !isLast(slice))
        .select()
        .where(slice -> !slice.isEmpty());
  }

  private void advance(List<Entry> slice) {
    if (!slice.isEmpty()) {
      after = slice.get(slice.size() - 1).event().seq();
    }
  }

  private static boolean isLast(List<Entry> slice) {
    return slice.isEmpty() || slice.get(slice.size() - 1).event().isTerminal();
  }
}
