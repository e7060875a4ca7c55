package dev.hone.api.gallery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSampleTest {

  /** What RM-Gallery's own classes wrote (commit 5d2e17a, pydantic 2.13). */
  private static final String WRITTEN =
      """
      {"unique_id":"a","input":[{"role":"user","name":null,"content":"Why ✓?","reasoning_content":"","tool_calls":null,"additional_kwargs":{},"time_created":"2026-11-24T11:11:40.884058"}],"output":[{"answer":{"role":"assistant","name":null,"content":"c","reasoning_content":"","tool_calls":null,"additional_kwargs":{},"time_created":"2026-11-24T11:11:40Z","label":{"reference":"c"},"reward":{"score":1.0,"details":[{"name":"n","reason":"r","score":1.0}]}},"steps":[{"role":"user","name":null,"content":"s","reasoning_content":"","tool_calls":null,"additional_kwargs":{"k":[1,null]},"time_created":"2026-11-24T16:32:29","label":{},"reward":{"score":0.0,"details":[]}}]}],"task_category":null,"source":"x","created_at":"2026-11-24T11:11:40+00:00","metadata":null}\
      """;

  @Test
  void writesToTheByteWhatRmGalleryWrote() throws JsonProcessingException {
    assertEquals(WRITTEN, write(read(WRITTEN)));
  }

  @Test
  void hasRmGallerysDefaults() throws JsonProcessingException {
    String least = "{\"unique_id\": \"a\", \"input\": [{}], \"output\": [{\"answer\": {}}]}";

    JsonNode sample = SampleJson.MAPPER.readTree(write(read(least)));

    JsonNode now = sample.path("created_at");
    assertTrue(now.asText().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{6})?"));
    String message =
        "{\"role\":\"user\",\"name\":null,\"content\":\"\",\"reasoning_content\":\"\","
            + "\"tool_calls\":null,\"additional_kwargs\":{},\"time_created\":\"…\"";
    assertEquals(
        "{\"unique_id\":\"a\",\"input\":["
            + message
            + "}],\"output\":[{\"answer\":"
            + message
            + ",\"label\":{},\"reward\":{\"score\":0.0,\"details\":[]}},\"steps\":null}],"
            + "\"task_category\":null,\"source\":null,\"created_at\":\"…\",\"metadata\":null}",
        sample.toString().replaceAll("\"\\d{4}-[-0-9T:.]+\"", "\"…\""));
  }

  @Test
  void ignoresWhatItDoesNotKnowAndTakesTheLastOfDoubledFields() throws JsonProcessingException {
    DataSample sample =
        read(
            "{\"unique_id\": \"a\", \"unique_id\": \"b\", \"surprise\": {},"
                + " \"input\": [{\"content\": \"x\", \"weight\": 2}]}");

    assertEquals("b", sample.uniqueId());
    assertEquals("x", sample.input().get(0).content().asText());
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-24T11:11:40.884058, 2026-11-24T11:11:40.884058",
    "2026-11-24 11:11:40.884058, 2026-11-24T11:11:40.884058",
    "2026-11-24 11:11:40,        2026-11-24T11:11:40",
    "2026-11-24T11:11:40.5,      2026-11-24T11:11:40.500000",
    "2026-11-24T11:11:40.884058123, 2026-11-24T11:11:40.884058",
    "2026-11-24T11:11,           2026-11-24T11:11:00",
    "2026-11-24,                 2026-11-24T00:00:00",
    "2026-11-24T11:11:40Z,       2026-11-24T11:11:40Z",
    "2026-11-24 11:11:40+00:00,  2026-11-24T11:11:40Z",
    "2026-11-24T11:11:40+08:00,  2026-11-24T11:11:40+08:00",
    "2026-11-24T11:11:40-0330,   2026-11-24T11:11:40-03:30",
  })
  void readsTimesInEachFormAndWritesThemAsPydanticDoes(String read, String written) {
    assertEquals(written, PythonTime.parse(read).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"noon\"", "\"\"", "\"2026-13-01\"", "1700000000", "{}", "\"24.11.2026\""})
  void refusesWhatIsNoTime(String time) {
    assertThrows(
        JsonProcessingException.class,
        () -> read("{\"unique_id\": \"a\", \"created_at\": " + time + "}"));
  }

  private static DataSample read(String json) throws JsonProcessingException {
    return SampleJson.MAPPER.readValue(json, DataSample.class);
  }

  private static String write(DataSample sample) {
    return new String(SampleJson.write(sample), StandardCharsets.UTF_8);
  }
}
