package dev.hone.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Whatever a client sends is a request that can be used or a problem that says where it is wrong:
 * requests with fields that are gone, doubled, of another type, or deep, and bytes that are none.
 */
class RequestFuzzTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> START =
      List.of(
          "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Why?\"}]},"
              + "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"1\"}]}],"
              + "\"candidates\":[\"a\"],\"reference\":\"r\",\"model\":\"default\","
              + "\"reward\":{\"all\":[{\"reward\":\"length_penalty\",\"weight\":2},"
              + "{\"reward\":{\"rubrics\":[\"It is right.\"],\"mode\":\"pointwise\"}}]},"
              + "\"max_iterations\":3,\"stop\":{\"target_score\":1.0,\"patience\":2,"
              + "\"min_delta\":0.01,\"deadline\":\"PT2M\",\"token_budget\":20000},"
              + "\"generation\":{\"temperature\":0.7,\"stop\":[\"x\"],\"seed\":7,"
              + "\"response_format\":{\"type\":\"json_object\"}},\"final_evaluation\":true,"
              + "\"on_disconnect\":\"continue\",\"metadata\":{\"a\":\"b\"},\"stream\":false}");

  private static final List<String> MESSAGES =
      List.of(
          START.get(0).replace("{\"messages\"", "{\"type\":\"start\",\"ref\":1,\"messages\""),
          "{\"type\":\"watch\",\"ref\":\"a\",\"run\":\"x\",\"after\":12}",
          "{\"type\":\"steer\",\"ref\":2,\"run\":\"x\",\"text\":\"Shorter.\",\"when\":\"now\"}",
          "{\"type\":\"accept\",\"run\":\"x\",\"candidate\":1}",
          "{\"type\":\"cancel\",\"ref\":null,\"run\":\"x\"}");

  /** Always tried: what once was, or might well be, trouble. */
  private static final List<String> CORPUS =
      List.of(
          "",
          " ",
          "null",
          "[]",
          "0",
          "\"\"",
          "{",
          "{}}",
          "{\"messages\":[null]}",
          "{\"type\":\"start\",\"ref\":\"\\ud800\"}",
          "{\"type\":\"watch\",\"run\":\"x\",\"after\":1e400}",
          "{\"type\":\"watch\",\"run\":\"x\",\"after\":99999999999999999999}",
          "{\"type\":{\"a\":1},\"ref\":[1]}",
          "[".repeat(5000),
          "{\"a\":".repeat(5000),
          "{\"messages\":" + "9".repeat(2000) + "}",
          "\uFEFF{}");

  @Provide
  Arbitrary<String> startRequests() {
    return mutated(START);
  }

  @Provide
  Arbitrary<String> messages() {
    return mutated(MESSAGES);
  }

  private static Arbitrary<String> mutated(List<String> seeds) {
    Arbitrary<String> changed =
        Arbitraries.of(seeds)
            .flatMap(
                seed ->
                    Arbitraries.integers()
                        .between(1, 4)
                        .flatMap(
                            times ->
                                Arbitraries.longs()
                                    .map(chance -> mutate(seed, times, new Random(chance)))));
    return Arbitraries.oneOf(
        changed, Arbitraries.of(CORPUS), Arbitraries.strings().ofMaxLength(40));
  }

  @Property(tries = 3000)
  void aStartRequestIsReadOrRefusedWithItsField(@ForAll("startRequests") String json) {
    try {
      assertNotNull(JsonBody.read(bytes(json), StartRequest.class));
    } catch (ProblemException refused) {
      assertTrue(refused.problem().status() >= 400 && refused.problem().status() < 500);
      refused
          .problem()
          .errors()
          .forEach(error -> assertTrue(error.field() != null && !error.detail().isBlank()));
    }
  }

  @Property(tries = 3000)
  void aMessageIsReadOrBadAndCanBeAnswered(@ForAll("messages") String json) {
    SocketMessage message = SocketMessage.read(bytes(json));

    if (message instanceof SocketMessage.Bad bad) {
      assertNotNull(SocketReply.error(bad.ref(), null, bad.problem()).json());
    }
  }

  @Property(tries = 1000)
  void bytesThatAreNoTextAreRefused(@ForAll @Size(max = 60) byte[] bytes) {
    SocketMessage.read(bytes);
    try {
      JsonBody.read(bytes, StartRequest.class);
    } catch (ProblemException refused) {
      assertTrue(refused.problem().status() < 500);
    }
  }

  @Property(tries = 2000)
  void aLineOfABatchIsAlwaysAnsweredInItsPlace(
      @ForAll("startRequests") String text, @ForAll @IntRange(min = 1) int number) {
    Batch batch = new Batch(null, null, null, "ann", new BatchReport());

    Buffer answer =
        batch
            .answer(new LineSplitter.Line(number, bytes(text.replace("messages", "input"))))
            .await()
            .indefinitely();

    assertEquals('\n', answer.getByte(answer.length() - 1));
    assertEquals(number, answer.toJsonObject().getInteger("line"));
  }

  @Property(tries = 2000)
  void aPositionIsANumberOrRefused(@ForAll("positions") String text) {
    try {
      assertTrue(LastEvent.of(text, text).seq() >= 0);
    } catch (ProblemException refused) {
      assertEquals(400, refused.problem().status());
    }
  }

  @Provide
  Arbitrary<String> positions() {
    return Arbitraries.oneOf(
        Arbitraries.longs().map(String::valueOf),
        Arbitraries.strings().ofMaxLength(25),
        Arbitraries.of("-1", "+1", "1e3", "0x1", "٣", "9223372036854775808", "1 ", "\n", "NaN"));
  }

  @Property(tries = 2000)
  void linesAreTheSameHoweverTheyAreCut(
      @ForAll("lines") String text,
      @ForAll @Size(max = 6) List<@IntRange(max = 300) Integer> cuts) {
    byte[] all = bytes(text);
    int[] places = cuts.stream().mapToInt(cut -> cut % (all.length + 1)).sorted().toArray();

    LineSplitter splitter = new LineSplitter(12);
    List<LineSplitter.Line> pieces = new ArrayList<>();
    int from = 0;
    for (int place : places) {
      pieces.addAll(splitter.split(Buffer.buffer(Arrays.copyOfRange(all, from, place))));
      from = place;
    }
    pieces.addAll(splitter.split(Buffer.buffer(Arrays.copyOfRange(all, from, all.length))));
    pieces.addAll(splitter.end());

    LineSplitter once = new LineSplitter(12);
    List<LineSplitter.Line> whole = new ArrayList<>(once.split(Buffer.buffer(all)));
    whole.addAll(once.end());
    assertEquals(told(whole), told(pieces));
    pieces.forEach(line -> assertTrue(line.text() == null || line.text().length <= 12));
  }

  @Provide
  Arbitrary<String> lines() {
    return Arbitraries.of("a", "{\"a\":1}", "\n", "\r\n", " ", "é", "0123456789abc", "\n\n")
        .list()
        .ofMaxSize(20)
        .map(parts -> String.join("", parts));
  }

  private static List<String> told(List<LineSplitter.Line> lines) {
    return lines.stream()
        .map(
            line ->
                line.number()
                    + ":"
                    + (line.text() == null
                        ? null
                        : new String(line.text(), StandardCharsets.UTF_8)))
        .toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A document with some of its values gone, doubled, or replaced by what doesn't belong there. */
  private static String mutate(String seed, int times, Random chance) {
    try {
      JsonNode document = JSON.readTree(seed);
      for (int i = 0; i < times; i++) {
        List<ContainerNode<?>> places = new ArrayList<>();
        collect(document, places);
        change(places.get(chance.nextInt(places.size())), chance);
      }
      String text = document.toString();
      return chance.nextInt(10) == 0 ? text.substring(0, chance.nextInt(text.length())) : text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void collect(JsonNode node, List<ContainerNode<?>> into) {
    if (node instanceof ContainerNode<?> container) {
      into.add(container);
      container.forEach(child -> collect(child, into));
    }
  }

  private static void change(ContainerNode<?> place, Random chance) throws IOException {
    JsonNode strange = JSON.readTree(STRANGE.get(chance.nextInt(STRANGE.size())));
    if (place instanceof ObjectNode object && !object.isEmpty()) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      String name = names.get(chance.nextInt(names.size()));
      switch (chance.nextInt(3)) {
        case 0 -> object.remove(name);
        case 1 -> object.set(name, strange);
        default -> object.set(name + "s", strange);
      }
    } else if (place instanceof ArrayNode array) {
      array.add(array.isEmpty() || chance.nextBoolean() ? strange : array.get(0).deepCopy());
    }
  }

  private static final List<String> STRANGE =
      List.of(
          "null",
          "true",
          "-1",
          "0.5",
          "1e308",
          "12345678901234567890",
          "\"\"",
          "\"text\"",
          "\"\\u0000\\n\\u202e\"",
          "\"P1000000000Y\"",
          "[]",
          "[[[]]]",
          "[null]",
          "{}",
          "{\"all\":[{\"reward\":{\"all\":[]}}]}",
          "{\"name\":\"length_penalty\",\"params\":{\"max_length\":\"x\"}}",
          "{\"rubrics\":[1]}");
}
