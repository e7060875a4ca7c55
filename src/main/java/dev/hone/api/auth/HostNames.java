package dev.hone.api.auth;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** What a host in a URL is, found out without asking DNS. */
public final class HostNames {

  private HostNames() {}

  /** {@code localhost}, or an address of this machine itself. */
  public static boolean isLoopback(String host) {
    byte[] address = address(host);
    return address == null
        ? host.equalsIgnoreCase("localhost")
        : inetAddress(address).isLoopbackAddress();
  }

  /** An address rather than a name; IPv6 with or without brackets. */
  public static boolean isAddress(String host) {
    return address(host) != null;
  }

  private static byte[] address(String host) {
    return NetUtil.createByteArrayFromIpAddressString(host);
  }

  private static InetAddress inetAddress(byte[] address) {
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }
}
