package dev.hone.api.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Tickets: what a browser shows where it can't show a key. A run's lets anyone read that run, in a
 * URL; a WebSocket's lets its owner connect, in a header. They are signed and not kept: good on
 * every pod that has the secret, till they expire, and can't be called back. Safe for any thread.
 */
public final class Tickets {

  private static final String RUN = "run";
  private static final String SOCKET = "socket";
  private static final String NEVER = "";

  private final Seal seal;
  private final Duration runLife;
  private final Duration socketLife;
  private final Clock clock;

  Tickets(Seal seal, Duration runLife, Duration socketLife, Clock clock) {
    this.seal = seal;
    this.runLife = runLife;
    this.socketLife = socketLife;
    this.clock = clock;
  }

  /** A ticket and when it ends. */
  public record Ticket(String ticket, Instant expiresAt) {}

  /** To read a run. */
  public Ticket forRun(String run) {
    Instant end = in(runLife);
    return new Ticket(seal.seal(RUN, run, text(end)), end);
  }

  /** To connect a WebSocket as this owner. */
  public Ticket forSocket(Identity.Owner owner) {
    Instant end = in(socketLife);
    String until = owner.until() == null ? NEVER : text(owner.until());
    return new Ticket(seal.seal(SOCKET, owner.name(), text(end), until), end);
  }

  /**
   * @throws NotAuthenticated if it is no ticket of this run, or has expired
   */
  public Identity.TicketHolder holder(String ticket, String run) {
    List<String> parts = parts(ticket, RUN, 3);
    if (!parts.get(1).equals(run)) {
      throw refused();
    }
    return new Identity.TicketHolder(run, future(parts.get(2)));
  }

  /**
   * @throws NotAuthenticated if it is no ticket for a WebSocket, or has expired
   */
  public Identity.Owner socketOwner(String ticket) {
    List<String> parts = parts(ticket, SOCKET, 4);
    future(parts.get(2));
    String until = parts.get(3);
    return new Identity.Owner(parts.get(1), until.equals(NEVER) ? null : future(until));
  }

  private List<String> parts(String ticket, String kind, int count) {
    return seal.open(ticket)
        .filter(parts -> parts.size() == count && parts.get(0).equals(kind))
        .orElseThrow(Tickets::refused);
  }

  private Instant future(String text) {
    Instant end = Instant.ofEpochSecond(Long.parseLong(text));
    if (!end.isAfter(clock.instant())) {
      throw refused();
    }
    return end;
  }

  private Instant in(Duration life) {
    return clock.instant().plus(life).truncatedTo(ChronoUnit.SECONDS);
  }

  private static String text(Instant time) {
    return Long.toString(time.getEpochSecond());
  }

  private static NotAuthenticated refused() {
    return NotAuthenticated.refused("The ticket is not good for this, or not any more.");
  }
}
