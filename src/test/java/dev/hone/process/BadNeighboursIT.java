package dev.hone.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.api.BatchClient;
import dev.hone.api.Samples;
import dev.hone.api.Wire;
import dev.hone.model.Gate;
import dev.hone.model.ScriptedAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Those who are slow, who never read, or who stay, in each mode and at each door. */
@ParameterizedClass
@EnumSource(Mode.class)
@Timeout(120)
class BadNeighboursIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Ask STALLED = Ask.WHY.saying(Guarded.STALL);
  private static final String CANCELLED = "batch ended: outcome=cancelled";
  private static final int LONG = 300_000;
  private static final int TIMES = 12;

  private static Guarded guarded;

  @Parameter Mode mode;

  @BeforeParameterizedClassInvocation
  static void start(Mode mode) {
    guarded =
        Guarded.start(
            mode,
            Map.of(
                "hone.limits.header-timeout", "1S",
                "hone.limits.body-timeout", "2S",
                "hone.limits.stall-timeout", "2S",
                "hone.limits.connections-per-owner", "3"));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    guarded.close();
  }

  @Test
  void headersThatDribbleAreCut() {
    List<Wire> wires =
        Stream.of(Door.values())
            .map(door -> wire().send(door.head(owner(), Ask.WHY, guarded.host())))
            .toList();

    for (Wire wire : wires) {
      assertTrue(wire.trickleUntilCut("x").isCut());
      assertEquals("", wire.text());
      wire.close();
    }
  }

  @Test
  void aBodyThatDoesNotComeIsAnsweredAndCut() {
    List<Door> doors = List.of(Door.REST, Door.EVENTS, Door.CHAT, Door.CHAT_STREAM);
    List<Wire> wires = doors.stream().map(door -> halfABody(door, owner())).toList();

    for (Wire wire : wires) {
      String answer = wire.untilCut();
      assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
      assertTrue(answer.contains("X-Content-Type-Options: nosniff"), answer);
      wire.close();
    }
  }

  @Test
  void aBatchWhoseNextLineDoesNotComeSaysSoAndIsCut() {
    try (Wire wire = halfABody(Door.BATCH, owner())) {
      String answer = wire.untilCut();

      assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
      assertTrue(answer.contains("\"status\":408"), answer);
    }
  }

  @Test
  void aBatchThatWaitsForALineBeforeItSendsTheNextGoesOn() {
    Gate gate = new Gate();
    var model = guarded.model();
    model.enqueue(ScriptedAnswer.stream().hold(gate).text("So.").finish("stop").done());
    try (BatchClient batch = guarded.batch(owner())) {
      batch.send(Samples.question("q1"));
      model.awaitRequest(1);
      for (int i = 0; i < 2; i++) { // together longer than a body may take
        try (Wire slow = halfABody(Door.REST, owner())) {
          slow.untilCut();
        }
      }
      gate.open();
      assertEquals("q1", batch.next().path("unique_id").asText());

      List<JsonNode> rest = batch.send(Samples.question("q2")).end().rest();

      assertEquals(
          List.of("q2"), rest.stream().map(line -> line.path("unique_id").asText()).toList());
    }
  }

  @Test
  void whoIsNotLetInAndSendsOnIsCutToo() {
    assumeTrue(mode.hasOwners());
    List<Wire> wires =
        Stream.of(Door.values())
            .filter(door -> door != Door.SOCKET)
            .map(door -> halfABody(door, guarded.nobody()))
            .toList();

    for (Wire wire : wires) {
      assertTrue(wire.trickleUntilCut(" ").isCut());
      assertTrue(wire.text().startsWith("HTTP/1.1 401 "), wire.text());
      wire.close();
    }
  }

  @Test
  void whoNeverReadsIsCut() {
    guarded.model().otherwise(request -> ScriptedAnswer.of("x".repeat(LONG)));
    long before = cancelledBatches();
    Ask longAsk = Ask.WHY.with("max_iterations", TIMES);
    String run = Someone.json(Door.REST.ask(owner(), longAsk).body()).path("id").asText();
    Wire events = narrow();
    Wire socket = narrow();
    Wire chat = narrow();
    Wire batch = narrow();
    List<Wire> wires = List.of(events, socket, chat, batch);
    try {
      await().atMost(SOON).until(() -> state(run).equals("completed"));
      batch.send(post(guarded.owner("dan"), Door.BATCH, Ask.WHY, lines()));
      chat.send(post(owner(), Door.CHAT_STREAM, longAsk, Door.CHAT_STREAM.body(longAsk)));
      socket.send(Door.SOCKET.head(owner(), Ask.WHY, guarded.host()) + "\n\n").until("\r\n\r\n");
      socket.sendFrame("{\"type\": \"watch\", \"run\": \"" + run + "\"}");
      events.send(get(Someone.RUNS + "/" + run + "/events"));
      batch.until("HTTP/1.1 200");
      chat.until("HTTP/1.1 200");
      socket.until("run.created");
      events.until("run.created");

      await().atMost(SOON).until(() -> events.send("\n").isCut());
      await().atMost(SOON).until(() -> socket.sendPong().isCut());
      await().atMost(SOON).until(() -> chat.send("\n").isCut());
      await().atMost(SOON).until(() -> batch.send("\n").isCut());
      await().atMost(SOON).until(() -> cancelledBatches() > before);
      assertFalse(guarded.server().output().contains(" ERROR "), guarded.server().output());
    } finally {
      wires.forEach(Wire::close);
    }
  }

  @Test
  void oneConnectionOfAnOwnersTooManyIsRefused() {
    Someone bob = guarded.owner("bob");
    String run =
        Someone.RUNS + "/" + Someone.json(Door.REST.ask(bob, STALLED).body()).at("/id").asText();
    List<AutoCloseable> open = new ArrayList<>();
    open.add(closing(bob.follow(run + "/events").awaitLine("event: candidate.delta")));
    open.add(bob.connect("hone.v1"));
    BatchClient batch = guarded.batch(bob);
    assertEquals(200, batch.send(Samples.question("q1").replace("Why?", Guarded.STALL)).status());
    open.add(batch);

    for (Door door : Door.values()) {
      Reply reply = door.ask(bob, Ask.WHY);
      if (mode.hasOwners() && door != Door.REST && door != Door.CHAT) {
        guarded.assertRefused(429, reply);
        assertTrue(Integer.parseInt(reply.header("Retry-After")) > 0);
        guarded.assertAccepted(door.ask(guarded.owner("cid"), Ask.WHY));
      } else {
        guarded.assertAccepted(reply);
      }
    }
    open.forEach(BadNeighboursIT::close);
    await().atMost(SOON).until(() -> Door.EVENTS.ask(bob, Ask.WHY).isAccepted());
    assertEquals(202, bob.ask("DELETE", run).statusCode());
  }

  private static AutoCloseable closing(Lines lines) {
    return lines::leave;
  }

  private static void close(AutoCloseable each) {
    try {
      each.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Someone owner() {
    return guarded.owner("ann");
  }

  private static Wire wire() {
    return Wire.to(guarded.server().uri("/"));
  }

  private static Wire narrow() {
    return Wire.to(guarded.server().uri("/"), 4096);
  }

  private static Wire halfABody(Door door, Someone who) {
    String head = door.head(who, Ask.WHY, guarded.host());
    return wire().send(head + "\nContent-Length: 100000\n\n{");
  }

  private static String post(Someone who, Door door, Ask ask, String body) {
    String head = door.head(who, ask, guarded.host());
    int length = body.replace("\n", "\r\n").length(); // as a wire sends it
    return head + "\nContent-Length: " + length + "\n\n" + body;
  }

  private static String get(String path) {
    String key = owner().key() == null ? "" : "Authorization: Bearer " + owner().key() + "\n";
    return "GET " + path + " HTTP/1.1\nHost: " + guarded.host() + "\n" + key + "\n";
  }

  private static String lines() {
    return IntStream.range(0, TIMES)
        .mapToObj(i -> Samples.question("q" + i))
        .collect(Collectors.joining("\n"));
  }

  private static String state(String run) {
    return Someone.json(owner().get(Someone.RUNS + "/" + run)).path("status").asText();
  }

  private static long cancelledBatches() {
    return guarded.server().output().lines().filter(line -> line.contains(CANCELLED)).count();
  }
}
