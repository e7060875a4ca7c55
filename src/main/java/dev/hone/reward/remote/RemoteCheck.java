package dev.hone.reward.remote;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;

/** Ends the start where a reward server could never be asked. */
final class RemoteCheck {

  private final String prefix;

  private RemoteCheck(String name) {
    this.prefix = "hone.rewards.remote." + name + ".";
  }

  /**
   * @param name of the reward
   * @throws ConfigurationException that names the setting
   */
  static void check(String name, RemoteConfig config) {
    RemoteCheck check = new RemoteCheck(name);
    check.url(config.url());
    if (config.min().isPresent() && config.max().isPresent()) {
      double min = config.min().getAsDouble();
      double max = config.max().getAsDouble();
      check.require(max >= min, "max", "no less than min, which is " + min, max);
    }
  }

  /** Reads it as each request will. */
  private void url(URI url) {
    boolean web =
        "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
    String wanted = "an address with http:// or https:// and a host";
    require(web, "url", wanted, url);
    try {
      RequestOptions request = new RequestOptions().setAbsoluteURI(url.toString());
      require(!request.getHost().isEmpty(), "url", wanted, url);
      SocketAddress.inetSocketAddress(request.getPort(), request.getHost());
    } catch (IllegalArgumentException unusable) {
      throw new ConfigurationException(
          prefix + "url wants an address that can be called: " + unusable.getMessage());
    }
  }

  private void require(boolean right, String setting, String wanted, Object value) {
    if (!right) {
      throw new ConfigurationException(prefix + setting + " wants " + wanted + ", and is " + value);
    }
  }
}
