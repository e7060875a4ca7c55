package dev.hone.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.api.BatchClient;
import dev.hone.api.Samples;
import dev.hone.model.Gate;
import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Batches through the packaged server, at full speed, broken off, and as it stops. */
@Timeout(400)
class BatchIT {

  private static final int LINES = 10_000;
  private static final int EARLY = 2_000;
  private static final int BAD_EACH = 100;
  private static final List<String> HALF_A_GIGABYTE =
      List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Pattern LIVE = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

  private final ScriptedModelServer model = ScriptedModelServer.start();

  @AfterEach
  void closeModel() {
    model.close();
  }

  @Test
  void everyGoodLineOfTenThousandComesBackOnceAndMemoryIsFlat() throws Exception {
    model.otherwise(BatchIT::answer);
    try (HoneProcess hone = start(Map.of(), HALF_A_GIGABYTE);
        BatchClient client =
            BatchClient.open(hone.uri("/"), Samples.RUBRICS + "&max_iterations=0")) {
      long from = System.nanoTime();
      CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> sendAll(client));
      List<JsonNode> answers = read(client, EARLY);
      long early = liveBytes(hone);
      answers.addAll(client.rest());
      long seconds = Duration.ofNanos(System.nanoTime() - from).toSeconds();
      sent.join();
      long late = liveBytes(hone);

      Set<String> good = idsThat(answers, false);
      assertEquals(LINES, answers.size());
      assertEquals(expected(false), good);
      assertEquals(expected(true), idsThat(answers, true));
      answers.forEach(BatchIT::assertWhole);
      assertTrue(late < early + (20 << 20), "live bytes: " + early + ", then " + late);
      System.out.printf(
          "%d lines in %d s, live heap %d MB after %d and %d MB after all%n",
          LINES, seconds, early >> 20, EARLY, late >> 20);
    }
  }

  @Test
  void aClientThatIsGoneStopsTheCallsWithinASecond() {
    model.otherwise(request -> ScriptedAnswer.silent());
    try (HoneProcess hone = start(Map.of(), HALF_A_GIGABYTE)) {
      BatchClient client = BatchClient.open(hone.uri("/"), Samples.RUBRICS);
      IntStream.range(0, 100).forEach(i -> client.send(Samples.question("q" + i)));
      await().atMost(SOON).until(() -> model.requests().size() == 16);

      client.close();

      await()
          .atMost(Duration.ofSeconds(1))
          .until(
              () -> model.requests().stream().allMatch(ScriptedModelServer.Received::isAbandoned));
      assertEquals(16, model.requests().size());
    }
  }

  @Test
  void aServerThatStopsFinishesTheLinesItHasTakenAndSaysFromWhereOnItHasNot() throws Exception {
    Gate gate = new Gate();
    model.otherwise(
        request -> ScriptedAnswer.stream().hold(gate).text("Late.").finish("stop").done());
    try (HoneProcess hone = start(Map.of("hone.runs.drain", "60S"), HALF_A_GIGABYTE);
        BatchClient client =
            BatchClient.open(hone.uri("/"), "reward=length_penalty&max_iterations=0")) {
      for (int i = 1; i <= 40; i++) {
        client.send(Samples.question("q" + i));
      }
      await().atMost(SOON).until(() -> model.requests().size() == 16);

      hone.signal("TERM");
      await().atMost(SOON).until(() -> Client.get(hone, "/q/health/ready").statusCode() == 503);
      gate.open();
      List<JsonNode> answers = client.rest();

      JsonNode last = answers.remove(answers.size() - 1);
      assertEquals(503, last.at("/problem/status").asInt());
      int from = last.path("line").asInt();
      assertEquals(
          IntStream.range(1, from).mapToObj(i -> "q" + i).collect(Collectors.toSet()),
          idsThat(answers, false));
      assertTrue(from > 16 && from <= 40, "from line " + from);
      assertEquals(143, hone.waitForExit(SOON), hone.output());
      assertNull(
          hone.output().lines().filter(line -> line.contains("ERROR")).findAny().orElse(null));
    }
  }

  private HoneProcess start(Map<String, String> more, List<String> java) {
    Map<String, String> settings =
        new java.util.HashMap<>(
            Map.of(
                "quarkus.langchain4j.openai.base-url",
                model.baseUri().toString(),
                "quarkus.langchain4j.openai.api-key",
                "sk-test",
                "hone.run-log.store",
                "memory"));
    settings.putAll(more);
    return HoneProcess.start(settings, java).waitForReady();
  }

  private static ScriptedAnswer answer(JsonObject request) {
    return ScriptedModelServer.text(request).contains("<violation>")
        ? ScriptedAnswer.tokens(
            "<reason>", "Short", "</reason>", "<violation>", "2", "</violation>")
        : ScriptedAnswer.tokens("An", " answer", " of", " some", " words", ".");
  }

  private static void sendAll(BatchClient client) {
    for (int i = 0; i < LINES; i++) {
      String line = Samples.question("q" + i);
      client.send(isBad(i) ? line.replace("input", "inputs").replace("}]}", "}]") : line);
    }
    client.end();
  }

  private static boolean isBad(int line) {
    return line % BAD_EACH == 7;
  }

  private static List<JsonNode> read(BatchClient client, int count) {
    List<JsonNode> answers = new ArrayList<>();
    while (answers.size() < count) {
      answers.add(client.next());
    }
    return answers;
  }

  /** Good ones by their id, bad ones by their line. */
  private static Set<String> expected(boolean bad) {
    return IntStream.range(0, LINES)
        .filter(i -> isBad(i) == bad)
        .mapToObj(i -> bad ? "line " + (i + 1) : "q" + i)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> idsThat(List<JsonNode> answers, boolean bad) {
    List<String> ids =
        answers.stream()
            .filter(answer -> answer.has("problem") == bad)
            .map(answer -> bad ? "line " + answer.path("line") : answer.path("unique_id").asText())
            .toList();
    Set<String> once = new TreeSet<>(ids);
    assertEquals(ids.size(), once.size(), "each comes back once");
    return once;
  }

  private static void assertWhole(JsonNode answer) {
    if (!answer.has("problem")) {
      assertEquals("An answer of some words.", answer.at("/output/0/answer/content").asText());
      assertEquals(0.5, answer.at("/output/0/answer/reward/score").asDouble());
    }
  }

  /** What is reachable. */
  private static long liveBytes(HoneProcess hone) throws IOException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process histogram =
        new ProcessBuilder(jcmd, "" + hone.pid(), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String said = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher total = LIVE.matcher(said);
    assertTrue(total.find(), said);
    return Long.parseLong(total.group(1));
  }
}
