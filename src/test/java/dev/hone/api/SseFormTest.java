package dev.hone.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.refinement.Event;
import dev.hone.refinement.EventJson;
import dev.hone.refinement.Fact;
import dev.hone.refinement.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseFormTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "word ", "Ünïcödé 𝒳👍\n\"\u2028", "long "})
  void isNumberNameAndOneLineOfJson(String text) {
    String all = text.equals("long ") ? text.repeat(10_000) : text;

    framed(new Fact.CandidateDelta(0, all));
    framed(new Fact.CandidateCompleted(0, 0, all, null, Usage.of(1, 2), "stop", 3));
  }

  private static void framed(Fact fact) {
    Event event = new Event("r1", 1234567890123L, Instant.EPOCH, fact);

    assertEquals(
        "id: 1234567890123\nevent: "
            + fact.type()
            + "\ndata: "
            + new String(EventJson.encode(event), StandardCharsets.UTF_8)
            + "\n\n",
        SseForm.INSTANCE.encode(event).toString());
  }
}
