package dev.hone.api.connection;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** Ends the start where a limit would let nobody in, or would be none. */
@ApplicationScoped
class LimitsCheck {

  void check(@Observes StartupEvent event, ConnectionLimits limits) {
    check(limits);
  }

  /**
   * @throws ConfigurationException that names the setting
   */
  static void check(ConnectionLimits limits) {
    require("connections", limits.connections());
    require("connections-per-owner", limits.connectionsPerOwner());
    require("header-timeout", limits.headerTimeout());
    require("body-timeout", limits.bodyTimeout());
    require("idle-timeout", limits.idleTimeout());
    require("stall-timeout", limits.stallTimeout());
    require("messages-per-second", limits.messagesPerSecond());
    require("message-burst", limits.messageBurst());
  }

  private static void require(String setting, int value) {
    if (value <= 0) {
      throw new ConfigurationException(
          "hone.limits." + setting + " wants 1 or more, and is " + value);
    }
  }

  private static void require(String setting, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new ConfigurationException(
          "hone.limits." + setting + " wants a time above zero such as 30S, and is " + value);
    }
  }
}
