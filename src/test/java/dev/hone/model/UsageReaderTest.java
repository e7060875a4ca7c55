package dev.hone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.refinement.Usage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageReaderTest {

  private final ScriptedModelServer server = ScriptedModelServer.start();
  private final TestModel model = new TestModel(server.baseUri());

  @AfterEach
  void close() {
    model.close();
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'prompt_tokens':11,'completion_tokens':7,'total_tokens':18|11|7|18",
        // xAI and Gemini count what was thought in the total alone.
        "'prompt_tokens':11,'completion_tokens':2,'total_tokens':113|11|102|113",
        "'prompt_tokens':11,'total_tokens':2070|11|2059|2070",
        "'completion_tokens':7,'total_tokens':18|11|7|18",
        "'prompt_tokens':11,'completion_tokens':7,'total_tokens':null|11|7|18",
        "'prompt_tokens':11.0,'completion_tokens':7.0,'total_tokens':18.0|11|7|18",
        "'prompt_tokens':'11','completion_tokens':'7','total_tokens':'18'|11|7|18",
        "'prompt_tokens':11,'completion_tokens':0,'total_tokens':11|11|0|11",
      })
  void readsNumbersHoweverTheyAreWritten(String usage, long prompt, long completion, long total) {
    assertEquals(new Usage(prompt, completion, total, null, null), counted(usage));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "'prompt_tokens':null,'completion_tokens':null,'total_tokens':null",
        "'prompt_tokens':0,'completion_tokens':0,'total_tokens':0",
        "'prompt_tokens':11",
        "'prompt_tokens':'eleven','completion_tokens':7",
        "'prompt_tokens':{},'completion_tokens':[]",
        "'prompt_tokens':'NaN','completion_tokens':1",
        "'prompt_tokens':9223372036854775807,'completion_tokens':9223372036854775807,'total_tokens':-5",
        "'prompt_tokens':11,'completion_tokens':1000000001",
        "'prompt_tokens':11,'total_tokens':1e30",
        "'prompt_tokens':11,'completion_tokens':'Infinity'"
      })
  void estimatesWhatIsNotCounted(String usage) {
    assertEquals(Usage.estimate("Hello, who are you?".length(), 2), counted(usage));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "3.0", "'3'"})
  void readsCachedTokens(String cached) {
    assertEquals(
        new Usage(11, 7, 18, 3L, null),
        counted(
            "'prompt_tokens':11,'completion_tokens':7,'prompt_tokens_details':{'cached_tokens':"
                + cached
                + "}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e30", "9223372036854775807", "-1e30"})
  void noNumberOfTokensIsBeyondWhatACallMayHave(String cached) {
    Usage usage =
        counted(
            "'prompt_tokens':1000000000,'completion_tokens':7,'total_tokens':-5,"
                + "'prompt_tokens_details':{'cached_tokens':"
                + cached
                + "}");

    assertEquals(1_000_000_007, usage.totalTokens());
    assertEquals(cached.startsWith("-") ? 0L : null, usage.cachedTokens());
  }

  @Test
  void zerosAtTheEndDoNotMakeACountVoid() {
    server.enqueue(
        ScriptedAnswer.stream().text("Hi").finish("stop").usage(11, 7).usage(0, 0).done());

    assertEquals(Usage.of(11, 7), TestModel.finished(model.complete()).usage());
  }

  private Usage counted(String usage) {
    server.enqueue(
        ScriptedAnswer.stream()
            .text("Hi")
            .finish("stop")
            .data("{\"choices\":[],\"usage\":{" + usage.replace('\'', '"') + "}}")
            .done());
    return TestModel.finished(model.complete()).usage();
  }
}
