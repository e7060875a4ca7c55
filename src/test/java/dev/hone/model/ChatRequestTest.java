package dev.hone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hone.model.QuirksConfig.TokenLimitParameter;
import dev.hone.refinement.Generation;
import dev.hone.refinement.LanguageModel.Request;
import dev.hone.refinement.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChatRequestTest {

  private static final Generation ALL =
      new Generation(
          0.0,
          0.5,
          100,
          5_000_000_000L,
          List.of("END"),
          Map.of("type", "json_schema", "json_schema", Map.of("maxItems", 3)),
          "low");

  @Test
  void passesOnEveryKindOfMessage() {
    Message called =
        new Message(
            "assistant",
            null,
            null,
            List.of(
                Map.of(
                    "id",
                    "c1",
                    "type",
                    "function",
                    "function",
                    Map.of("name", "f", "arguments", "{}"),
                    "extraContent",
                    1)),
            null);
    List<Message> messages =
        List.of(
            Message.system("s"),
            new Message("developer", "d", null, null, null),
            new Message("user", "u", "Ada", null, null),
            called,
            new Message("tool", "t", "f", null, "c1"),
            Message.assistant("a"));

    JsonArray written = write(Generation.DEFAULT, Quirks.NONE, messages).getJsonArray("messages");

    assertEquals(
        new JsonArray(
            """
            [{"role":"system","content":"s"},
             {"role":"developer","content":"d"},
             {"role":"user","content":"u","name":"Ada"},
             {"role":"assistant","tool_calls":[{"id":"c1","type":"function",
               "function":{"name":"f","arguments":"{}"},"extraContent":1}]},
             {"role":"tool","content":"t","name":"f","tool_call_id":"c1"},
             {"role":"assistant","content":"a"}]"""),
        written);
  }

  @Test
  void writesWhatTheTypesSayByThemselves() {
    List<Message> messages =
        List.of(
            Message.system("s"),
            Message.user("u"),
            Message.assistant("a"),
            new Message("tool", "t", null, null, "c1"));
    Generation generation = new Generation(0.0, null, 9, null, List.of("END"), null, "low");

    assertEquals(
        new JsonObject(
            """
            {"model":"upstream","messages":[{"role":"system","content":"s"},
             {"role":"user","content":"u"},{"role":"assistant","content":"a"},
             {"role":"tool","content":"t","tool_call_id":"c1"}],
             "temperature":0.0,"max_tokens":9,"stop":["END"],
             "reasoning_effort":"low","stream":true,"stream_options":{"include_usage":true}}"""),
        write(generation, Quirks.NONE, messages));
  }

  static Stream<Arguments> whatTheTypesCantSay() {
    Message plain = Message.user("u");
    Generation none = Generation.DEFAULT;
    Quirks omit = new Quirks(TokenLimitParameter.MAX_TOKENS, Set.of("stream_options"), Map.of());
    Quirks extra =
        new Quirks(TokenLimitParameter.MAX_TOKENS, Set.of(), Map.of("top_k", IntNode.valueOf(20)));
    return Stream.of(
        arguments(
            new Message("developer", "d", null, null, null),
            none,
            Quirks.NONE,
            "\"role\":\"developer\""),
        arguments(
            new Message("user", "u", "Ada", null, null), none, Quirks.NONE, "\"name\":\"Ada\""),
        arguments(
            new Message("assistant", null, null, List.of(Map.of("id", "c1")), null),
            none,
            Quirks.NONE,
            "\"tool_calls\":[{\"id\":\"c1\"}]"),
        arguments(
            plain,
            new Generation(null, null, null, 7L, null, null, null),
            Quirks.NONE,
            "\"seed\":7"),
        arguments(
            plain,
            new Generation(null, null, null, null, null, Map.of("type", "json_object"), null),
            Quirks.NONE,
            "\"response_format\":{\"type\":\"json_object\"}"),
        arguments(plain, none, omit, "\"stream\":true}"),
        arguments(plain, none, extra, "\"top_k\":20"));
  }

  @ParameterizedTest
  @MethodSource("whatTheTypesCantSay")
  void saysAlsoWhatAloneTheTypesCant(
      Message message, Generation generation, Quirks quirks, String part) {
    String written = write(generation, quirks, List.of(message)).encode();

    assertTrue(written.contains(part), written);
  }

  @Test
  void sendsAllOfTheGenerationWithZeros() {
    JsonObject written = write(ALL, Quirks.NONE);

    assertEquals(
        new JsonObject(
            """
            {"model":"upstream","messages":[{"role":"user","content":"Hi"}],
             "temperature":0.0,"top_p":0.5,"max_tokens":100,"seed":5000000000,"stop":["END"],
             "response_format":{"type":"json_schema","json_schema":{"maxItems":3}},
             "reasoning_effort":"low","stream":true,"stream_options":{"include_usage":true}}"""),
        written);
  }

  @Test
  void namesTheTokenLimitAsTheModelWantsIt() {
    JsonObject written =
        write(ALL, new Quirks(TokenLimitParameter.MAX_COMPLETION_TOKENS, Set.of(), Map.of()));

    assertEquals(100, written.getInteger("max_completion_tokens"));
    assertFalse(written.containsKey("max_tokens"));
  }

  @Test
  void leavesOutWhatTheModelRefuses() {
    JsonObject written =
        write(ALL, new Quirks(TokenLimitParameter.NONE, Set.of("temperature", "seed"), Map.of()));

    assertEquals(
        Set.of(
            "model",
            "messages",
            "stream",
            "stream_options",
            "top_p",
            "stop",
            "response_format",
            "reasoning_effort"),
        written.fieldNames());
  }

  @Test
  void addsExtraFieldsWhichWin() {
    JsonObject written =
        write(
            ALL,
            new Quirks(
                TokenLimitParameter.MAX_TOKENS,
                Set.of(),
                Map.of(
                    "top_k", IntNode.valueOf(20),
                    "reasoning_effort", JsonNodeFactory.instance.nullNode())));

    assertEquals(20, written.getInteger("top_k"));
    assertEquals(
        "{\"reasoning_effort\":null}",
        new JsonObject()
            .put("reasoning_effort", written.getValue("reasoning_effort", "absent"))
            .encode());
  }

  @Test
  void fillsInWhatOnlyTheConfigurationSays() {
    Generation configured = new Generation(0.9, 0.8, 7, null, null, null, "high");
    Generation asked = new Generation(0.0, null, null, null, null, null, null);
    ChatRequest request = new ChatRequest("upstream", configured, Quirks.NONE, new ObjectMapper());

    JsonObject written =
        new JsonObject(request.write(new Request(List.of(Message.user("Hi")), asked)));

    assertEquals(0.0, written.getDouble("temperature"));
    assertEquals(0.8, written.getDouble("top_p"));
    assertEquals(7, written.getInteger("max_tokens"));
    assertEquals("high", written.getString("reasoning_effort"));
  }

  private static JsonObject write(Generation generation, Quirks quirks) {
    return write(generation, quirks, List.of(Message.user("Hi")));
  }

  private static JsonObject write(Generation generation, Quirks quirks, List<Message> messages) {
    ChatRequest request =
        new ChatRequest("upstream", Generation.DEFAULT, quirks, new ObjectMapper());
    return new JsonObject(request.write(new Request(messages, generation)));
  }
}
