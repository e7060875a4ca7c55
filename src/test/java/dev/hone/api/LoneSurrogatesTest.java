package dev.hone.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoneSurrogatesTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "\\ud83d, true",
        "\\uD83D a, true",
        "\\ude42, true",
        "\\ud83d\\ud83d, true",
        "\\ud83d\\u0041, true",
        "\\ud83d\\n, true",
        "\\\\\\ud83d, true",
        "\\ud83d\\ude42, false",
        "\\ud83d\\ude42\\ude42, true",
        "\\\\ud83d, false",
        "\\u00e9 \\n, false",
        "🙂 é, false",
        "\\u, false",
        "\\, false"
      })
  void areFoundAsEscapes(String text, boolean lone) {
    assertEquals(lone, LoneSurrogates.in(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void areFoundAsBytes() {
    assertEquals(true, LoneSurrogates.in(new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80}));
    assertEquals(false, LoneSurrogates.in("\uD7FF".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aMessageWithOneIsABadOneThatCanBeAnswered() {
    byte[] json = "{\"type\": \"nonsense\", \"ref\": \"\\ud800\"}".getBytes(StandardCharsets.UTF_8);

    SocketMessage.Bad bad = assertInstanceOf(SocketMessage.Bad.class, SocketMessage.read(json));

    assertEquals(400, bad.problem().problem().status());
    assertNotNull(SocketReply.error(bad.ref(), null, bad.problem()).json());
  }

  @Test
  void aLineWithOneIsRefusedInItsPlace() {
    byte[] line = "{\"unique_id\": \"\\ud800\"}".getBytes(StandardCharsets.UTF_8);
    Batch batch = new Batch(null, null, null, "alice", new BatchReport());

    Buffer answer = batch.answer(new LineSplitter.Line(3, line)).await().indefinitely();

    assertEquals(3, answer.toJsonObject().getLong("line"));
    assertNull(answer.toJsonObject().getString("unique_id"));
    assertEquals(400, answer.toJsonObject().getJsonObject("problem").getInteger("status"));
  }
}
