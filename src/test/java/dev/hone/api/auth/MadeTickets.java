package dev.hone.api.auth;

import java.time.Clock;
import java.time.Duration;

/** Tickets as a pod with the same secret gives them. */
public final class MadeTickets {

  private MadeTickets() {}

  public static String forRun(String secret, String run, Duration life) {
    return tickets(secret, life).forRun(run).ticket();
  }

  public static String forSocket(String secret, String owner, Duration life) {
    return tickets(secret, life).forSocket(new Identity.Owner(owner, null)).ticket();
  }

  private static Tickets tickets(String secret, Duration life) {
    return new Tickets(Seal.of(secret), life, life, Clock.systemUTC());
  }
}
