package dev.hone.run.redis;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import org.jboss.logging.Logger;

/** Warns of a Redis that is set up to throw keys away when its memory is full. */
final class Eviction {

  private static final Logger LOG = Logger.getLogger(Eviction.class);

  private Eviction() {}

  /** Where Redis doesn't tell its policy there is nothing to warn of. */
  static void warn(Link link) {
    link.call(Request.cmd(Command.INFO).arg("memory"))
        .onSuccess(
            info ->
                info.toString()
                    .lines()
                    .filter(line -> line.startsWith("maxmemory_policy:"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .filter(policy -> !policy.equals("noeviction"))
                    .forEach(Eviction::warn));
  }

  private static void warn(String policy) {
    LOG.warnf(
        "Redis' maxmemory-policy is %s: when its memory is full it throws runs away."
            + " Set it to noeviction; then new runs are refused instead.",
        policy);
  }
}
