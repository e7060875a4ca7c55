package dev.hone.run.redis;

import dev.hone.run.Ledger;
import dev.hone.run.Quota;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;

/**
 * What is used, in Redis: a counter for each owner and window, which goes by itself. The tokens of
 * runs are added by the script that appends what used them.
 */
final class RedisLedger implements Ledger {

  private final Keys keys;
  private final Link link;
  private final Clock clock;

  RedisLedger(Keys keys, Link link, Clock clock) {
    this.keys = keys;
    this.link = link;
    this.clock = clock;
  }

  /** Nobody waits for a Redis that is known to be away. */
  @Override
  public Uni<Used> add(String owner, Quota quota, long amount) {
    return Unavailable.uni(
        () ->
            link.isUp()
                ? count(owner, quota, amount)
                : Future.<Used>failedFuture(new Link.Down(null)));
  }

  private Future<Used> count(String owner, Quota quota, long amount) {
    long now = clock.millis();
    String counter = keys.used(quota, quota.windowAt(now)) + owner;
    return Script.COUNT
        .run(link, List.of(counter), List.of(Long.toString(amount), keptFor(quota)))
        .map(total -> new Used(total.toLong(), quota.leftAt(now)));
  }

  /** In ms: two windows, since pods' clocks differ. */
  static String keptFor(Quota quota) {
    return Long.toString(quota.window().multipliedBy(2).toMillis());
  }
}
