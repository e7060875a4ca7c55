package dev.hone.run.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.refinement.Fact;
import dev.hone.refinement.RunState;
import dev.hone.run.Entry;
import dev.hone.run.RunFacts;
import dev.hone.run.RunLog;
import dev.hone.run.RunLogFailure;
import io.smallrye.mutiny.Uni;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is left in the folder when a process goes without a word. */
@Timeout(120)
class KilledProcessTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path temp;

  @Test
  void keepsAllThatWasSeenWheneverTheProcessIsKilled() throws Exception {
    for (int lines : new int[] {1, 100, 1000, 3000, 5000}) {
      Map<String, Long> seen = seenUntilKilledAfter(lines);

      try (FileRunLog log = open(folder())) {
        List<RunLog.Lease> unfinished = get(log.claim(100));

        assertEquals(RunLogProcess.RUNS, unfinished.size());
        seen.forEach(
            (run, seq) -> assertTrue(get(log.head(run)).lastSeq() >= seq, run + " at " + seq));
        unfinished.forEach(lease -> assertHasEachDelta(log, lease.run()));
      }
    }
  }

  @Test
  void turnsASecondProcessAwayUntilTheFirstIsGone() throws Exception {
    Process first = RunLogProcess.start(Files.createDirectories(folder()));
    first.inputReader().readLine(); // it has the folder

    String message = assertThrows(IllegalStateException.class, () -> open(folder())).getMessage();

    assertTrue(message.contains(folder().toRealPath().toString()), message);
    assertTrue(message.contains("pid " + first.pid()), message);
    kill(first);
    open(folder()).close();
  }

  @Test
  void turnsASecondLogOfTheSameProcessAway() {
    try (FileRunLog first = open(folder())) {
      assertThrows(IllegalStateException.class, () -> open(folder()));
      // and the failed attempt has not given the first one's lock away
      assertThrows(IllegalStateException.class, () -> open(folder()));
      assertEquals(List.of(), get(first.claim(1)));
    }
  }

  @Test
  void saysWhichFolderCannotBeUsed() throws IOException {
    Path file = Files.createFile(temp.resolve("file"));

    String message =
        assertThrows(IllegalStateException.class, () -> open(file.resolve("data"))).getMessage();

    assertTrue(message.contains("hone.run-log.path") && message.contains("file/data"), message);
  }

  @Test
  void saysThatAFileIsNoFolder() throws IOException {
    Path file = Files.createFile(temp.resolve("file"));

    assertEquals(
        "hone.run-log.path: " + file + " is a file, not a folder",
        assertThrows(IllegalStateException.class, () -> open(file)).getMessage());
  }

  @Test
  void opensAFolderThatIsALink() throws IOException {
    Path link = Files.createSymbolicLink(temp.resolve("link"), Files.createDirectory(folder()));

    try (FileRunLog log = open(link)) {
      get(log.create("r1", "ann", RunFacts.created()));
    }

    assertTrue(Files.exists(folder().resolve("r1.ndjson")));
  }

  @Test
  void cutsAnEventOffThatWasNotWhollyWrittenAtAnyByte() throws IOException {
    List<Fact> facts =
        List.of(RunFacts.started(), RunFacts.delta(0, "ä\n\"1\""), RunFacts.steering("so\nso"));
    byte[] bytes = written(facts);
    List<Integer> ends = endsOfLines(bytes);

    for (int length = 0; length <= bytes.length; length++) {
      Path cut = Files.createDirectory(temp.resolve("cut" + length));
      Files.write(cut.resolve("r1.ndjson"), Arrays.copyOf(bytes, length));
      int limit = length;
      int whole = (int) ends.stream().filter(end -> end <= limit).count() - 1;
      try (FileRunLog log = open(cut)) {
        if (whole < 1) {
          assertThrows(RunLogFailure.NotFound.class, () -> get(log.head("r1")), "at " + length);
          assertEquals(List.of(), names(cut));
        } else {
          assertEquals(whole, get(log.head("r1")).lastSeq(), "at " + length);
          assertEquals(ends.get(whole), (int) Files.size(cut.resolve("r1.ndjson")));
          RunLog.Lease lease = get(log.claim(9)).get(0);
          assertEquals(whole + 1, get(log.append(lease, RunFacts.delta(0, "on"))).seq());
        }
      }
      try (FileRunLog log = open(cut)) {
        get(log.claim(9)).forEach(lease -> assertGoesOn(log, whole));
      }
    }
  }

  @Test
  void goesOnFromWhereADamagedFileIsWholeAndKeepsACopy() throws IOException {
    Path file = Files.createDirectory(folder()).resolve("r1.ndjson");
    byte[] bytes =
        written(List.of(RunFacts.started(), RunFacts.delta(0, "a"), RunFacts.delta(0, "b")));
    int third = endsOfLines(bytes).get(2);
    bytes[third + 5] = 0;
    Files.write(file, bytes);

    try (FileRunLog log = open(folder())) {
      assertEquals(2, get(log.head("r1")).lastSeq());
    }

    assertEquals(third, (int) Files.size(file));
    assertEquals(bytes.length, (int) Files.size(folder().resolve("r1.ndjson.damaged")));
  }

  @Test
  void leavesAFileAloneThatIsNoRun() throws IOException {
    Files.createDirectory(folder());
    List<String> foreign = List.of("{\"a\":1}\n{\"b\":2}\n", "text\ntext\n", "{}\n");
    for (int i = 0; i < foreign.size(); i++) {
      Files.writeString(folder().resolve("f" + i + ".ndjson"), foreign.get(i));
    }
    Files.writeString(folder().resolve("notes.txt"), "mine");

    try (FileRunLog log = open(folder())) {
      assertEquals(List.of(), get(log.claim(9)));
    }

    assertEquals(List.of("f0.ndjson", "f1.ndjson", "f2.ndjson", "notes.txt"), names(folder()));
  }

  @Test
  void removesTheDraftOfARewritingThatWasCutShort() throws IOException {
    Files.writeString(
        Files.createDirectory(folder()).resolve("r1.ndjson.hone-draft"),
        "half",
        StandardOpenOption.CREATE);

    open(folder()).close();

    assertEquals(List.of(), names(folder()));
  }

  /** The highest number that a reader saw of each run. */
  private Map<String, Long> seenUntilKilledAfter(int lines) throws Exception {
    Process process = RunLogProcess.start(Files.createDirectories(folder()));
    Map<String, Long> seen = new HashMap<>();
    try (BufferedReader out = process.inputReader()) {
      int count = 0;
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        String[] words = line.split(" ");
        if (line.endsWith(" .")) {
          seen.put(words[0], Long.parseLong(words[1]));
        }
        if (++count == lines) {
          process
              .toHandle()
              .destroyForcibly(); // unlike the process' own it leaves its output readable
        }
      }
      assertTrue(count >= lines, () -> "it ended by itself: see stderr.txt");
    }
    kill(process);
    return seen;
  }

  private static void assertHasEachDelta(RunLog log, String run) {
    long last = get(log.head(run)).lastSeq();
    List<Entry> read = get(log.next(run, 0));

    String text =
        read.stream()
            .skip(1)
            .map(entry -> ((Fact.CandidateDelta) entry.event().fact()).text())
            .collect(Collectors.joining());

    String each =
        LongStream.rangeClosed(2, last).mapToObj(seq -> seq + " ").collect(Collectors.joining());
    assertEquals(each, text);
  }

  private static void assertGoesOn(RunLog log, int before) {
    RunState state = get(log.state("r1"));
    assertEquals(before + 1, state.lastSeq());
  }

  /** The bytes of a run's file that goes on with these. */
  private byte[] written(List<Fact> facts) throws IOException {
    Path whole = temp.resolve("whole");
    try (FileRunLog log = open(whole)) {
      RunLog.Lease lease = get(log.create("r1", "ann", RunFacts.created()));
      facts.forEach(fact -> get(log.append(lease, fact)));
      return Files.readAllBytes(whole.resolve("r1.ndjson"));
    }
  }

  private static List<Integer> endsOfLines(byte[] bytes) {
    List<Integer> ends = new ArrayList<>();
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        ends.add(i + 1);
      }
    }
    return ends;
  }

  private static void kill(Process process) throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  private Path folder() {
    return temp.resolve("data");
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    }
  }

  private static FileRunLog open(Path folder) {
    return FileRunLog.open(folder, Sync.NONE, Clock.systemUTC(), Duration.ofDays(7), 10);
  }

  private static <T> T get(Uni<T> call) {
    return call.await().atMost(SOON);
  }
}
