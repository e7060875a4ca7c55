package dev.hone.run;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The name of this machine, which in Kubernetes is that of the pod. */
public final class HostName {

  private HostName() {}

  public static String get() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
