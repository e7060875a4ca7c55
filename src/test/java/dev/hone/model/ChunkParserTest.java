package dev.hone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hone.refinement.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkParserTest {

  private static final String FULL =
      """
      {"id":"c1","object":"chat.completion.chunk","created":1700000000,"model":"m",\
      "system_fingerprint":null,"service_tier":"default",\
      "choices":[{"index":0,"logprobs":{"content":[{"token":"x"}]},\
      "delta":{"role":"assistant","content":"H\\u00f6ne \\ud83d\\ude42 \\"é\\"\\n","refusal":null,\
      "tool_calls":[{"function":{"name":"f","arguments":"{}"}}]},"finish_reason":null},\
      {"index":1,"delta":{"content":"another choice"},"finish_reason":"stop"}],"usage":null}""";

  private final Recorded recorded = new Recorded();
  private final ChunkParser parser = new ChunkParser(recorded);

  @Test
  void readsTheContentOfTheFirstChoiceOnly() throws IOException {
    parse(FULL);

    assertEquals(List.of("model m", "content Höne 🙂 \"é\"\n"), recorded.calls);
  }

  @Test
  void refusesAChunkThatIsCutAnywhere() {
    byte[] bytes = FULL.getBytes(StandardCharsets.UTF_8);

    IntStream.range(1, bytes.length)
        .forEach(length -> assertThrows(IOException.class, () -> parser.parse(bytes, 0, length)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"reasoning", "reasoning_content"})
  void readsThinkingUnderEachOfItsNames(String field) throws IOException {
    parse("{\"choices\":[{\"delta\":{\"" + field + "\":\"hm\"}}]}");

    assertEquals(List.of("reasoning hm"), recorded.calls);
  }

  @Test
  void readsThinkingOnceWhereItIsSentUnderBothNames() throws IOException {
    parse("{\"choices\":[{\"delta\":{\"reasoning\":\"hm\",\"reasoning_content\":\"hm\"}}]}");

    assertEquals(List.of("reasoning hm"), recorded.calls);
  }

  @Test
  void readsContentThatComesInParts() throws IOException {
    parse(
        "{\"choices\":[{\"delta\":{\"content\":["
            + "{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"Hm.\"},"
            + "{\"type\":\"reference\",\"text\":\"x\"}],\"closed\":true},"
            + "{\"type\":\"text\",\"text\":\"A\"},"
            + "{\"type\":\"reference\",\"reference_ids\":[1],\"text\":\"y\"},"
            + "{\"text\":\"\\u00f6\",\"type\":\"text\"},"
            + "{\"type\":\"thinking\",\"thinking\":\"So.\"},"
            + "null,\"z\",[{\"type\":\"text\",\"text\":\"z\"}]],"
            + "\"role\":\"assistant\"},\"finish_reason\":\"stop\"}]}");

    assertEquals(
        List.of("reasoning Hm.", "content A", "content ö", "reasoning So.", "finish stop"),
        recorded.calls);
  }

  @Test
  void readsPartsAndStringsInAnyOrder() throws IOException {
    for (int i = 0; i < 3; i++) {
      parse("{\"choices\":[{\"delta\":{\"content\":[{\"type\":\"text\",\"text\":\"a\"}]}}]}");
      parse("{\"choices\":[{\"delta\":{\"content\":[{\"type\":\"else\",\"text\":\"b\"}]}}]}");
      parse("{\"choices\":[{\"delta\":{\"content\":\"c\"}}]}");
    }

    assertEquals(
        List.of("content a", "content c", "content a", "content c", "content a", "content c"),
        recorded.calls);
  }

  @Test
  void refusesPartsThatAreCutAnywhere() {
    byte[] bytes =
        ("{\"choices\":[{\"delta\":{\"content\":[{\"type\":\"thinking\","
                + "\"thinking\":[{\"type\":\"text\",\"text\":\"Hm\"}]}]}}]}")
            .getBytes(StandardCharsets.UTF_8);

    IntStream.range(1, bytes.length)
        .forEach(length -> assertThrows(IOException.class, () -> parser.parse(bytes, 0, length)));
  }

  @Test
  void readsTheFinishReasonAfterTheLastText() throws IOException {
    parse("{\"choices\":[{\"delta\":{\"content\":\"end\"},\"finish_reason\":\"length\"}]}");

    assertEquals(List.of("content end", "finish length"), recorded.calls);
  }

  @Test
  void readsUsageWithCachedTokens() throws IOException {
    parse(
        "{\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":7,\"total_tokens\":12,"
            + "\"prompt_tokens_details\":{\"audio_tokens\":0,\"cached_tokens\":3}}}");

    assertEquals(List.of("usage " + new Usage(5, 7, 12, 3L, null)), recorded.calls);
  }

  @Test
  void addsUpUsageWithoutATotal() throws IOException {
    parse(
        "{\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":7,\"prompt_tokens_details\":null}}");

    assertEquals(List.of("usage " + Usage.of(5, 7)), recorded.calls);
  }

  @Test
  void readsAnErrorWhoseCodeIsANumber() throws IOException {
    parse("{\"error\":{\"message\":\"busy\",\"type\":\"server_error\",\"param\":{},\"code\":503}}");

    assertEquals(
        List.of("error " + new ProviderError("busy", "503", "server_error", "", null)),
        recorded.calls);
  }

  @Test
  void readsAnErrorThatIsAText() throws IOException {
    parse("{\"error\":\"busy\"}");

    assertEquals(List.of("error " + new ProviderError("busy", "", "", "", null)), recorded.calls);
  }

  @Test
  void knowsTheLastWord() throws IOException {
    parse("[DONE]");

    assertEquals(List.of("done"), recorded.calls);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"choices\":[]}",
        "{\"choices\":null,\"error\":null}",
        "{\"choices\":[null]}",
        "{\"choices\":[{\"delta\":null,\"finish_reason\":null}]}",
        "{\"choices\":[{\"delta\":{\"content\":null}}]}",
        "{\"choices\":[{\"delta\":{\"content\":[{\"text\":\"part\"}]}}]}",
        "{\"choices\":{\"delta\":{\"content\":\"no array\"}}}",
        "{\"usage\":\"none\"}"
      })
  void passesOverWhatSaysNothing(String chunk) throws IOException {
    parse(chunk);

    assertEquals(List.of(), recorded.calls);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"text\"", "17", "nonsense", "{} {}", "{\"a\":1}}", "<html>", "}"})
  void refusesWhatIsNotOneObject(String chunk) {
    assertThrows(IOException.class, () -> parse(chunk));
  }

  @Test
  void readsTheModelsNameOnce() throws IOException {
    parse("{\"model\":null}");
    parse("{\"model\":\"m\"}");
    parse("{\"model\":\"m\",\"choices\":[{\"delta\":{\"content\":\"t\"}}]}");

    assertEquals(List.of("model m", "content t"), recorded.calls);
  }

  private void parse(String chunk) throws IOException {
    byte[] bytes = ("data: " + chunk + "\n").getBytes(StandardCharsets.UTF_8);
    parser.parse(bytes, 6, bytes.length - 1);
  }
}
