package dev.hone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hone.api.Wire;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask, and for how much, in each mode and at each door. */
@ParameterizedClass
@EnumSource(Mode.class)
class DoorsIT {

  private static final String EVIL = "https://evil.example";
  private static final Ask STALLED = Ask.WHY.saying(Guarded.STALL);

  private static Guarded guarded;

  @Parameter Mode mode;

  @BeforeParameterizedClassInvocation
  static void start(Mode mode) {
    guarded =
        Guarded.start(
            mode,
            Map.of(
                "hone.limits.body", "64K",
                "hone.limits.line", "64K",
                "hone.limits.messages", "5",
                "hone.limits.iterations", "2",
                "hone.limits.deadline", "PT1H",
                "hone.limits.stop-sequences", "3"));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    guarded.close();
  }

  @ParameterizedTest
  @EnumSource
  void anOwnerIsLetIn(Door door) {
    guarded.assertAccepted(door.ask(guarded.owner("ann"), Ask.WHY));
  }

  @ParameterizedTest
  @EnumSource
  void whoShowsNothingIsAskedForIt(Door door) {
    assertChallengedWhereThereAreOwners("Bearer", door.ask(guarded.nobody(), Ask.WHY));
  }

  @ParameterizedTest
  @EnumSource
  void whoShowsSomethingElseIsToldSo(Door door) {
    assertChallengedWhereThereAreOwners(
        "Bearer error=\"invalid_token\"", door.ask(guarded.stranger(), Ask.WHY));
  }

  private void assertChallengedWhereThereAreOwners(String challenge, Reply reply) {
    if (mode.hasOwners()) {
      guarded.assertRefused(401, reply);
      assertEquals(challenge, reply.header("WWW-Authenticate"));
    } else {
      guarded.assertAccepted(reply);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTicketStartsNothing(Door door) {
    assumeTrue(mode.hasOwners());
    String path = Someone.RUNS + "/" + guarded.owner("ann").start() + "/tickets";
    for (String kind : List.of(path, Someone.RUNS + "/ws/tickets")) {
      HttpResponse<String> given = guarded.owner("ann").post(kind, "");
      String ticket = Someone.json(given).path("ticket").asText();

      guarded.assertRefused(401, door.ask(guarded.nobody(), Ask.WHY, "ticket=" + ticket));
      guarded.assertRefused(401, door.ask(new Someone(guarded.server(), ticket), Ask.WHY));
    }
  }

  @Test
  void aRunsTicketReadsItAndNoOther() {
    assumeTrue(mode.hasOwners());
    Someone ann = guarded.owner("ann");
    String run = Someone.RUNS + "/" + ann.start();
    String other = Someone.RUNS + "/" + ann.start();
    String query =
        "?ticket=" + Someone.json(ann.post(run + "/tickets", "")).path("ticket").asText();

    for (String path : List.of("", "/events", "/events?format=ai-sdk", "/events?format=ag-ui")) {
      String more = path.contains("?") ? query.replace('?', '&') : query;
      guarded.assertAccepted(Reply.of(guarded.nobody().get(run + path + more)));
      guarded.assertRefused(401, Reply.of(guarded.nobody().get(other + path + more)));
    }
    for (String path : List.of("/steering", "/accept", "/fork", "/tickets")) {
      guarded.assertRefused(401, Reply.of(guarded.nobody().post(run + path + query, "{}")));
    }
    guarded.assertRefused(401, Reply.of(guarded.nobody().get(run + "/sample" + query)));
    guarded.assertRefused(401, Reply.of(guarded.nobody().ask("DELETE", run + query)));
  }

  private static final List<String> CALLS =
      List.of(
          "GET ",
          "GET /events",
          "GET /events?format=ag-ui",
          "GET /sample",
          "POST /steering",
          "POST /accept",
          "POST /fork",
          "POST /tickets",
          "DELETE ",
          "DELETE ?purge=true");

  @ParameterizedTest
  @FieldSource("CALLS")
  void anotherOwnersRunIsAsNone(String call) {
    assumeTrue(mode.hasOwners());
    String method = call.substring(0, call.indexOf(' '));
    String rest = call.substring(method.length() + 1);
    String run =
        Someone.json(Door.REST.ask(guarded.owner("ann"), STALLED).body()).at("/id").asText();
    String text = call.contains("steering") ? "{\"text\": \"Shorter.\"}" : "{}";

    Reply hers = of(guarded.owner("bob"), method, run, rest, text);
    Reply none = of(guarded.owner("bob"), method, unknown(run), rest, text);

    guarded.assertRefused(404, hers);
    assertEquals(none.body(), hers.body());
    String state = guarded.owner("ann").get(Someone.RUNS + "/" + run).body();
    assertEquals("running", Someone.json(state).path("status").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"watch", "steer", "accept", "cancel"})
  void soItIsOnASocket(String type) {
    assumeTrue(mode.hasOwners());
    String run =
        Someone.json(Door.REST.ask(guarded.owner("ann"), STALLED).body()).at("/id").asText();

    Reply hers = onSocket(guarded.owner("bob"), type, run);
    Reply none = onSocket(guarded.owner("bob"), type, unknown(run));

    guarded.assertRefused(404, hers);
    assertEquals(none.body(), hers.body());
    guarded.assertAccepted(onSocket(guarded.owner("ann"), "watch", run));
  }

  private static Reply of(Someone who, String method, String run, String rest, String text) {
    String path = Someone.RUNS + "/" + run + rest;
    return Reply.of(method.equals("POST") ? who.post(path, text) : who.ask(method, path));
  }

  private static Reply onSocket(Someone who, String type, String run) {
    String text = type.equals("steer") ? ", \"text\": \"Shorter.\"" : "";
    try (Socket socket = who.connect("hone.v1")) {
      return Reply.of(
          socket.send(
              "{\"type\": \"%s\", \"ref\": 1, \"run\": \"%s\"%s}".formatted(type, run, text)));
    }
  }

  private static String unknown(String run) {
    return run.substring(0, run.length() - 4) + "0000";
  }

  /** Whom DNS was made to lead here reaches nothing where nobody is asked for a key. */
  @ParameterizedTest
  @EnumSource
  void anotherNameOfTheServerIsNoNameWhereThereAreNoOwners(Door door) {
    String answer = said(door, "Host: evil.example", "");

    assertEquals(mode.hasOwners() ? welcome(door) : 421, status(answer), answer);
  }

  @ParameterizedTest
  @EnumSource
  void aPageOfAnotherSiteReadsNothingAndChangesNothing(Door door) {
    String answer = said(door, "Host: " + guarded.host(), "\nOrigin: " + EVIL);

    boolean refused = door == Door.SOCKET || !mode.hasOwners();
    assertEquals(refused ? 403 : welcome(door), status(answer), answer);
    assertFalse(answer.toLowerCase().contains("access-control-"), answer);
  }

  @Test
  void noPreflightIsAnsweredWithLeave() {
    HttpResponse<String> answer =
        Someone.send(
            guarded
                .owner("ann")
                .request(Someone.RUNS)
                .header("Origin", EVIL)
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", java.net.http.HttpRequest.BodyPublishers.noBody()));

    assertTrue(
        answer.headers().map().keySet().stream()
            .noneMatch(name -> name.toLowerCase().startsWith("access-control-")),
        answer.headers()::toString);
  }

  /** The answer to a good request of an owner, up to the end of its head. */
  private static String said(Door door, String host, String origin) {
    String body = door == Door.SOCKET ? "" : door.body(Ask.WHY);
    String head = door.head(guarded.owner("ann"), Ask.WHY, host.substring("Host: ".length()));
    try (Wire wire = Wire.to(guarded.server().uri("/"))) {
      wire.send(head + origin + "\nContent-Length: " + body.length() + "\n\n" + body);
      String answer = wire.until("\r\n\r\n");
      return answer.substring(0, answer.indexOf("\r\n\r\n"));
    }
  }

  private static int welcome(Door door) {
    return switch (door) {
      case REST -> 201;
      case SOCKET -> 101;
      default -> 200;
    };
  }

  private static int status(String answer) {
    return Integer.parseInt(answer.split(" ")[1]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/hone-client.js", "/q/health", "/q/metrics", "/nothing", "/v1/models"})
  void browsersAreToldWhatTheyMayDoWithWhatIsOpen(String path) {
    Guarded.assertGuards(guarded.nobody().get(path).headers());
  }

  static Stream<Arguments> tooMuch() {
    return Stream.of(
            Arguments.of("messages", Ask.WHY.times(6)),
            Arguments.of("max_iterations", Ask.WHY.with("max_iterations", 3)),
            Arguments.of("stop.deadline", Ask.WHY.with("stop.deadline", "PT1H1S")),
            Arguments.of(
                "generation.stop", Ask.WHY.with("generation.stop", Collections.nCopies(4, "END"))))
        .flatMap(
            each ->
                Stream.of(Door.values())
                    .map(door -> Arguments.of(door, each.get()[0], each.get()[1])));
  }

  @ParameterizedTest
  @MethodSource("tooMuch")
  void whoAsksForMoreThanThereIsIsToldWhatIsTooMuch(Door door, String field, Ask ask) {
    Reply reply = door.ask(guarded.owner("ann"), ask);

    guarded.assertRefused(400, reply);
    assertEquals(Set.of(door.field(field)), reply.fields(), reply.body());
  }

  @ParameterizedTest
  @EnumSource
  void aTextThatIsTooLongIsRefused(Door door) {
    Reply reply = door.ask(guarded.owner("ann"), Ask.WHY.saying("x".repeat(70_000)));

    guarded.assertRefused(door == Door.SOCKET ? 1009 : 413, reply);
  }

  @ParameterizedTest
  @EnumSource
  void jsonThatIsNestedTooDeeplyIsRefused(Door door) {
    String deep = "[".repeat(200) + "]".repeat(200);

    guarded.assertRefused(
        400,
        door.ask(guarded.owner("ann"), Ask.WHY.saying("?"), text -> text.replace("\"?\"", deep)));
  }

  @ParameterizedTest
  @EnumSource
  void soIsHalfAText(Door door) {
    guarded.assertRefused(
        400, door.ask(guarded.owner("ann"), Ask.WHY, text -> text.substring(0, text.length() / 2)));
  }
}
