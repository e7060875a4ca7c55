package dev.hone.api.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketsTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final Identity.Owner ALICE = new Identity.Owner("alice", null);

  private final Tickets tickets = tickets(SECRET, NOW);

  @Test
  void isGoodForItsRunTillItExpires() {
    Tickets.Ticket ticket = tickets.forRun("r1");

    assertEquals(NOW.plus(Duration.ofHours(1)), ticket.expiresAt());
    assertEquals(
        new Identity.TicketHolder("r1", ticket.expiresAt()), tickets.holder(ticket.ticket(), "r1"));
    assertTrue(ticket.ticket().matches("[A-Za-z0-9_.-]{1,200}"), ticket::ticket);
  }

  @Test
  void isGoodOnEveryPodWithTheSecret() {
    String ticket = tickets.forRun("r1").ticket();

    assertEquals("r1", tickets(SECRET, NOW).holder(ticket, "r1").run());
    assertRefused(tickets("x" + SECRET, NOW), ticket, "r1");
  }

  @Test
  void isNotGoodForAnotherRunNorLater() {
    String ticket = tickets.forRun("r1").ticket();

    assertRefused(tickets, ticket, "r2");
    assertRefused(tickets(SECRET, NOW.plus(Duration.ofHours(1))), ticket, "r1");
  }

  @Test
  void aRunsIsNoneForASocketNorTheOtherWayRound() {
    String run = tickets.forRun("alice").ticket();
    String socket = tickets.forSocket(ALICE).ticket();

    assertThrows(NotAuthenticated.class, () -> tickets.socketOwner(run));
    assertRefused(tickets, socket, "alice");
  }

  @Test
  void aSocketsNamesItsOwnerAndKeepsTheEndOfWhatTheyShowed() {
    Identity.Owner bob = new Identity.Owner("bob|7", NOW.plusSeconds(300));

    assertEquals(ALICE, tickets.socketOwner(tickets.forSocket(ALICE).ticket()));
    assertEquals(bob, tickets.socketOwner(tickets.forSocket(bob).ticket()));
  }

  @Test
  void aSocketsDoesNotOutliveWhatItsOwnerShowed() {
    String ticket = tickets.forSocket(new Identity.Owner("bob", NOW.plusSeconds(5))).ticket();

    assertThrows(
        NotAuthenticated.class, () -> tickets(SECRET, NOW.plusSeconds(5)).socketOwner(ticket));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a", "a.b", "..", "é.é", "cnVu.cnVu", "%00", "a b.c"})
  void whatIsNoTicketIsRefused(String text) {
    assertRefused(tickets, text, "r1");
    assertThrows(NotAuthenticated.class, () -> tickets.socketOwner(text));
  }

  @Test
  void noBitOfItCanBeChanged() {
    String ticket = tickets.forRun("r1").ticket();

    for (int i = 0; i < ticket.length(); i++) {
      char other = ticket.charAt(i) == 'A' ? 'B' : 'A';
      assertRefused(tickets, ticket.substring(0, i) + other + ticket.substring(i + 1), "r1");
    }
  }

  @Test
  void aSecretIsLong() {
    assertThrows(IllegalArgumentException.class, () -> Seal.of(SECRET.substring(1)));
  }

  private static void assertRefused(Tickets tickets, String ticket, String run) {
    assertThrows(NotAuthenticated.class, () -> tickets.holder(ticket, run));
  }

  private static Tickets tickets(String secret, Instant now) {
    return new Tickets(
        Seal.of(secret),
        Duration.ofHours(1),
        Duration.ofMinutes(1),
        Clock.fixed(now, ZoneOffset.UTC));
  }
}
