package dev.hone.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stream as bytes on a connection that goes on after it. */
@QuarkusTest
@WithTestResource(ModelServer.class)
class StreamBytesTest {

  private static final String END_OF_HEAD = "\r\n\r\n";
  private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

  private ScriptedModelServer model;

  @BeforeEach
  void script() {
    model = ModelServer.fresh();
  }

  @Test
  void everyChunkIsWholeAndTheConnectionGoesOn() {
    model.enqueue(
        ScriptedAnswer.tokens("Light ", "scättert ", "a".repeat(40_000), " blue.")
            .every(Duration.ofMillis(20)),
        ModelServer.verdict("fine", "none"));
    String ask = Api.ask(", \"max_iterations\": 0");

    try (Wire wire = Wire.open()) {
      String live =
          wire.send(
                  "POST /v1/refinements HTTP/1.1\nHost: localhost\nAccept: text/event-stream\n"
                      + "Content-Type: application/json\nContent-Length: "
                      + ask.length()
                      + "\n\n")
              .send(ask)
              .until(LAST_CHUNK);
      String events = "/v1/refinements/" + idIn(live) + "/events";

      String replayed = answerOn(wire, "GET " + events + " HTTP/1.1", LAST_CHUNK);
      String again = answerOn(wire, "GET " + events + " HTTP/1.1", LAST_CHUNK);

      assertTrue(dechunked(live).contains("data: {\"type\":\"run.completed\""), live);
      assertEquals(withoutChunks(events), dechunked(replayed));
      assertEquals(dechunked(replayed), dechunked(again));
      assertTrue(answerOn(wire, "HEAD " + events + " HTTP/1.1", END_OF_HEAD).endsWith(END_OF_HEAD));
      assertTrue(
          answerOn(wire, "GET /v1/models HTTP/1.1", "\"object\":\"list\"").contains("200 OK"));
    }
  }

  /** As HTTP/1.0 has it: the bytes, and then the end of the connection. */
  private static String withoutChunks(String path) {
    try (Wire wire = Wire.open()) {
      String answer = wire.send("GET " + path + " HTTP/1.0\nHost: localhost\n\n").untilCut();
      return body(answer);
    }
  }

  private static String answerOn(Wire wire, String request, String end) {
    int before = wire.text().length();
    wire.send(request + "\nHost: localhost\n\n");
    return wire.until(text -> text.indexOf(end, before) >= 0).substring(before);
  }

  private static String idIn(String answer) {
    int at = answer.indexOf("\"run\":\"") + 7;
    return answer.substring(at, answer.indexOf('"', at));
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf(END_OF_HEAD) + END_OF_HEAD.length());
  }

  /** What the chunks say; sizes that don't fit fail. */
  private static String dechunked(String answer) {
    byte[] bytes = body(answer).getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int at = 0;
    while (true) {
      int lineEnd = at;
      while (bytes[lineEnd] != '\r') {
        lineEnd++;
      }
      int size = Integer.parseInt(new String(bytes, at, lineEnd - at), 16);
      int from = lineEnd + 2;
      assertEquals("\r\n", new String(bytes, from + size, 2));
      if (size == 0) {
        assertEquals(bytes.length, from + 2, "nothing behind the last chunk");
        return said.toString(StandardCharsets.UTF_8);
      }
      said.write(bytes, from, size);
      at = from + size + 2;
    }
  }
}
