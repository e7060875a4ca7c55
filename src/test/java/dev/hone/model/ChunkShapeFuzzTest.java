package dev.hone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ChunkShapeFuzzTest {

  private static final String BEFORE = "{\"choices\":[{\"delta\":{\"content\":\"";
  private static final String BEHIND = "\"},\"finish_reason\":null}]}";

  /** A parser that remembers tells what one that has seen no other chunk tells. */
  @Property
  void aChunkMeansTheSameAfterOthers(@ForAll("streams") List<String> chunks) {
    Recorded one = new Recorded();
    ChunkParser parser = new ChunkParser(one);
    Recorded each = new Recorded();

    for (String chunk : chunks) {
      parse(parser, one, chunk);
      parse(new ChunkParser(each), each, chunk);
    }

    assertEquals(withoutModel(each), withoutModel(one));
  }

  @Provide
  Arbitrary<List<String>> streams() {
    Arbitrary<String> before =
        Arbitraries.of(
            BEFORE,
            "{\"model\":\"m\",\"choices\":[{\"delta\":{\"content\":\"",
            "{\"choices\":[{\"delta\":{\"reasoning\":\"",
            "{\"choices\":[{\"delta\":{\"reasoning\":\"\",\"reasoning_content\":\"",
            "{\"choices\":[{\"delta\":{\"reasoning\":\"a\",\"reasoning_content\":\"",
            "{\"choices\":[{\"finish_reason\":\"stop\",\"delta\":{\"content\":\"",
            "{\"choices\":[{\"finish_reason\":\"\",\"delta\":{\"content\":\"",
            "{\"choices\":[{},{\"delta\":{\"content\":\"",
            "\uFEFF" + BEFORE,
            "{\"error\":\"");
    Arbitrary<String> text =
        Arbitraries.of("a", "b c", "", "é", "\\\"", "\\", "\"", "\n", "\",\"content\":\"d");
    Arbitrary<String> behind =
        Arbitraries.of(
            BEHIND,
            "\",\"reasoning_content\":\"a\"}}]}",
            "\",\"content\":\"e\"}}]}",
            "\"},\"finish_reason\":\"stop\"}]}",
            "\"}}],\"usage\":{\"total_tokens\":3}}",
            "\"}}]} x",
            "\"}}]",
            "\"}");
    return Combinators.combine(before, text, behind)
        .as((head, words, tail) -> head + words + tail)
        .list()
        .ofMaxSize(12);
  }

  private static void parse(ChunkParser parser, Recorded told, String chunk) {
    byte[] bytes = bytes("data: " + chunk + "\n");
    try {
      parser.parse(bytes, 6, bytes.length - 1);
    } catch (IOException refused) {
      told.calls.add("refused");
    }
  }

  private static List<String> withoutModel(Recorded told) {
    return told.calls.stream().filter(call -> !call.startsWith("model")).toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
