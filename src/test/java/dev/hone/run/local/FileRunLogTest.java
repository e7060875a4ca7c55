package dev.hone.run.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.refinement.Event;
import dev.hone.refinement.EventJson;
import dev.hone.refinement.Fact;
import dev.hone.refinement.RunState;
import dev.hone.refinement.RunState.Status;
import dev.hone.refinement.Usage;
import dev.hone.run.Ledger;
import dev.hone.run.Quota;
import dev.hone.run.RunFacts;
import dev.hone.run.RunLog;
import dev.hone.run.RunLogContract;
import dev.hone.run.RunLogFailure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRunLogTest extends RunLogContract {

  @TempDir Path folder;

  private FileRunLog file;

  @Override
  protected RunLog create(Clock clock, Duration age, int endedRuns) {
    file = FileRunLog.open(folder, Sync.NONE, clock, age, endedRuns);
    return file;
  }

  @Override
  protected Ledger ledger() {
    return file.ledger();
  }

  @Test
  void knowsTheTokensOfTheDayAfterARestart() {
    append(begin("r1"), written(0, Usage.of(10, 5)));
    use("bob", Quota.TOKENS, 7);
    use("bob", Quota.REQUESTS, 3);
    restart();

    assertEquals(15, tokens("ann"));
    assertEquals(7, tokens("bob"));
    assertEquals(0, use("bob", Quota.REQUESTS, 0).amount());
    use("bob", Quota.TOKENS, 1);
    restart();

    assertEquals(8, tokens("bob"));
    clock.advance(Duration.ofDays(1));
    restart();
    assertEquals(0, tokens("ann"));
  }

  @Test
  void writesTheTokensOfTheDayWithoutBeingClosed() {
    append(begin("r1"), written(0, Usage.of(10, 5)));

    await()
        .atMost(SOON)
        .until(
            () ->
                Files.exists(tokensFile())
                    && Files.readString(tokensFile()).contains("\"ann\":15"));
  }

  @Test
  void countsFromZeroWhereTheTokensOfTheDayAreTorn() throws IOException {
    use("ann", Quota.TOKENS, 7);
    file.close();
    Files.writeString(tokensFile(), Files.readString(tokensFile()).substring(0, 9));
    restart();

    assertEquals(0, tokens("ann"));
    use("ann", Quota.TOKENS, 2);
    restart();
    assertEquals(2, tokens("ann"));
  }

  @Override
  protected int waiting(String run) {
    return file.waiting(run);
  }

  @AfterEach
  void close() {
    file.close();
  }

  // A restart

  @Test
  void tellsTheSameAfterARestartAtEachEvent() {
    RunLog.Lease lease = begin("r1");
    for (Fact fact : RunFacts.troubled()) {
      append(lease, fact);
      RunState state = get(log.state("r1"));
      List<Event> read = readAll("r1");

      restart();

      assertEquals(state, get(log.state("r1")), "after " + fact);
      assertEquals(read, readAll("r1"), "after " + fact);
    }
  }

  @Test
  void goesOnWithTheNextNumberAfterARestart() {
    RunLog.Lease lease = begin("r1");
    append(lease, RunFacts.step(0, 5).subList(0, 4));
    restart();

    Event next = get(log.append(get(log.claim(1)).get(0), RunFacts.delta(0, "on")));

    assertEquals(6, next.seq());
    assertEquals(next, readFile("r1").get(5));
  }

  @Test
  void givesEachUnfinishedRunToOneClaimOnly() {
    begin("r1");
    append(begin("r2"), RunFacts.completed());
    begin("r3");
    begin("r4");
    restart();
    begin("r5");

    List<RunLog.Lease> first = get(log.claim(2));
    List<RunLog.Lease> second = get(log.claim(2));

    assertEquals(List.of("r1", "r3"), runs(first));
    assertEquals(List.of("r4"), runs(second));
    assertEquals(List.of(), get(log.claim(2)));
  }

  @Test
  void doesNotGiveARunThatSomeoneEndedBeforeItWasClaimed() {
    begin("r1");
    begin("r2");
    begin("r3");
    restart();
    get(log.request("r1", state -> state.state().cancelled("bob")));
    get(log.erase("r2"));

    assertEquals(List.of("r3"), runs(get(log.claim(9))));
  }

  @Test
  void listsRunsAfterARestartAsBefore() {
    begin("r1");
    append(begin("r2"), RunFacts.completed());
    get(log.create("r3", "bob", RunFacts.created()));
    append(begin("r4"), RunFacts.troubled());
    RunLog.Listing all = new RunLog.Listing("ann", null, null, 2);
    RunLog.Page before = get(log.list(all));

    restart();

    assertEquals(before, get(log.list(all)));
    assertEquals(
        List.of("r4"),
        get(log.list(new RunLog.Listing("ann", Status.CANCELLED, null, 9))).runs().stream()
            .map(RunState::id)
            .toList());
  }

  @Test
  void keepsCountingTheAgeOfRunsThroughARestart() {
    append(begin("r1"), RunFacts.completed());
    clock.advance(Duration.ofDays(4));
    append(begin("r2"), RunFacts.completed());
    clock.advance(Duration.ofDays(4));

    restart();

    await().atMost(SOON).untilAsserted(() -> assertEquals(List.of("r2.ndjson"), files()));
  }

  @Test
  void keepsTheRunsThatEndedLastThroughARestart() {
    List.of("r4", "r3", "r2", "r1")
        .forEach(
            run -> {
              append(begin(run), RunFacts.completed());
              clock.advance(Duration.ofSeconds(1));
            });
    restart();

    append(begin("r5"), RunFacts.completed());

    await()
        .atMost(SOON)
        .untilAsserted(() -> assertEquals(List.of("r1.ndjson", "r2.ndjson", "r5.ndjson"), files()));
  }

  // Files

  @Test
  void hasAnEventInTheFileWhenItsAppendIsConfirmed() {
    RunLog.Lease lease = begin("r1");

    for (Fact fact : RunFacts.step(0, 20)) {
      Event event = get(log.append(lease, fact));

      List<Event> written = readFile("r1");
      assertEquals(event, written.get(written.size() - 1));
    }
  }

  @Test
  void rewritesAFinishedRunWithoutItsDeltas() {
    append(begin("r1"), RunFacts.troubled());

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertFalse(
                    readFile("r1").stream().anyMatch(event -> event.fact() instanceof Fact.Delta)));
    assertEquals(readAll("r1"), readFile("r1"));
    assertEquals(List.of("r1.ndjson"), files());
  }

  @Test
  void keepsTheDeltasOfARunThatGoesOn() {
    append(begin("r1"), RunFacts.step(0, 10));

    assertEquals(20, readFile("r1").stream().filter(e -> e.fact() instanceof Fact.Delta).count());
  }

  @Test
  void finishesARunWhoseProcessWasKilledBeforeItCould() throws IOException {
    append(begin("r1"), RunFacts.step(0, 5));
    file.close();
    Event end = new Event("r1", 16, clock.instant(), RunFacts.completed());
    Path run = folder.resolve("r1.ndjson");
    Files.write(run, new Lines().add(end).toBuffer().array(), StandardOpenOption.APPEND);

    createLog();

    assertEquals(new RunLog.Head("r1", "ann", 16, true), get(log.head("r1")));
    assertEquals(List.of(), get(log.claim(9)));
    assertFalse(readFile("r1").stream().anyMatch(event -> event.fact() instanceof Fact.Delta));
  }

  @Test
  void hasTheOwnerInTheFileAndInNoEvent() throws IOException {
    get(log.create("r1", "secret-owner", RunFacts.created()));

    List<String> lines = Files.readAllLines(folder.resolve("r1.ndjson"));

    assertTrue(lines.get(0).contains("secret-owner"), lines.get(0));
    assertFalse(lines.get(1).contains("secret-owner"), lines.get(1));
  }

  @Test
  void keepsNoNameOfAnErasedRun() throws IOException {
    append(begin("r1"), RunFacts.completed());
    append(begin("r2"), RunFacts.completed());
    restart();

    get(log.erase("r1"));

    assertFalse(Files.exists(folder.resolve(".finished")));
    file.close();
    assertFalse(Files.readString(folder.resolve(".finished")).contains("r1"));
  }

  @Test
  void knowsFinishedRunsWithoutTheirIndexOrWithAWrongOne() throws IOException {
    List.of("r1", "r2").forEach(run -> append(begin(run), RunFacts.troubled()));
    RunLog.Page before = get(log.list(new RunLog.Listing("ann", null, null, 9)));
    file.close();
    Path index = folder.resolve(".finished");
    String right = Files.readString(index);
    List<String> wrong =
        List.of("", "x", "\t\t\t\t\t", right.substring(0, right.length() / 3), "r9" + right, right);

    for (String text : wrong) {
      Files.writeString(index, text);
      createLog();

      assertEquals(before, get(log.list(new RunLog.Listing("ann", null, null, 9))), text);
      file.close();
      assertEquals(right, Files.readString(index), text);
    }
  }

  @Test
  void trustsNoIndexLineOfAFileThatHasChanged() throws IOException {
    append(begin("r1"), RunFacts.completed());
    file.close();
    Event created = new Event("r1", 1, clock.instant(), RunFacts.created());
    Lines unfinished = new Lines().add(RunHeader.open("ann", null)).add(created);
    Files.write(folder.resolve("r1.ndjson"), unfinished.toBuffer().array());

    createLog();

    assertEquals(List.of("r1"), runs(get(log.claim(9))));
  }

  @Test
  void indexesAnOwnerThatHasAnyCharacters() {
    file.close();
    createLog(9);
    List<String> owners = List.of("a\tb", "a\nb", "ä\u2028b", "a\"b", " ");
    for (int i = 0; i < owners.size(); i++) {
      append(get(log.create("r" + i, owners.get(i), RunFacts.created())), RunFacts.completed());
    }
    file.close();
    createLog(9);
    file.close();
    createLog(9);

    for (int i = 0; i < owners.size(); i++) {
      assertEquals(owners.get(i), get(log.head("r" + i)).owner());
    }
  }

  @Test
  void knowsKeysAfterARestartWithAnIndexAndWithout() throws IOException {
    begin("r1", "key");
    append(begin("r2", "ended"), RunFacts.completed());
    append(begin("r3", "a\tb"), RunFacts.completed());

    for (boolean indexed : List.of(false, true, true)) {
      restart();
      assertEquals(new RunLog.First("r1", "print"), get(log.first("ann", "key")));
      assertEquals(new RunLog.First("r2", "print"), get(log.first("ann", "ended")));
      assertEquals(new RunLog.First("r3", "print"), get(log.first("ann", "a\tb")));
      if (!indexed) {
        Files.delete(folder.resolve(".finished"));
      }
    }
    assertThrows(RunLogFailure.Repeated.class, () -> begin("r4", "ended"));
    assertFalse(Files.exists(folder.resolve("r4.ndjson")));
  }

  @Test
  void deletesTheFileOfAnErasedRun() {
    begin("r1");
    append(begin("r2"), RunFacts.completed());

    get(log.erase("r1"));
    get(log.erase("r2"));

    assertEquals(List.of(), files());
  }

  @Test
  void deletesLaterWhatCannotBeDeletedWhenItIsDue() throws IOException {
    file.close();
    createLog(1);
    append(begin("r1"), RunFacts.completed());
    await().atMost(SOON).until(() -> get(log.state("r1")) != get(log.state("r1")));
    Path inTheWay = folder.resolve("r1.ndjson").resolve("in the way");
    Files.delete(inTheWay.getParent());
    Files.createDirectories(inTheWay); // a folder that isn't empty can't be deleted

    append(begin("r2"), RunFacts.completed());
    await().atMost(SOON).until(() -> get(log.state("r2")) != get(log.state("r2")));
    file.sweep();
    assertEquals("ann", get(log.head("r1")).owner());
    Files.delete(inTheWay);
    file.sweep();

    await().atMost(SOON).until(() -> files().equals(List.of("r2.ndjson")));
    assertThrows(RunLogFailure.NotFound.class, () -> get(log.head("r1")));
  }

  @Test
  void keepsNothingInTheHeapOfARunThatHasEnded() {
    append(begin("r1"), RunFacts.completed());
    await().atMost(SOON).until(() -> get(log.state("r1")) != get(log.state("r1")));

    assertEquals(Status.COMPLETED, get(log.state("r1")).status());
  }

  @Test
  void refusesAnIdThatIsNoFileName() {
    for (String id : List.of("../r1", "a/b", "", ".", "r1.ndjson", "ä")) {
      assertThrows(IllegalArgumentException.class, () -> begin(id), id);
    }
    assertEquals(List.of(), files());
  }

  @Test
  void refusesAnIdThatIsTaken() {
    begin("r1");

    assertThrows(IllegalArgumentException.class, () -> begin("r1"));
  }

  @Test
  void worksWithEachWriteForcedToTheDisk() {
    file.close();
    file = FileRunLog.open(folder, Sync.GROUP, clock, Duration.ofDays(1), 10);
    log = file;
    append(begin("r1"), RunFacts.troubled());

    restart();

    assertEquals(Status.CANCELLED, get(log.state("r1")).status());
  }

  // Threads and the end

  @Test
  void completesAnAppendOnTheContextThatItWasCalledFrom() {
    RunLog.Lease lease = begin("r1");
    Vertx vertx = Vertx.vertx();
    Context context = vertx.getOrCreateContext();
    CompletableFuture<Context> told = new CompletableFuture<>();

    context.runOnContext(
        now ->
            log.append(lease, RunFacts.started())
                .subscribe()
                .with(event -> told.complete(Vertx.currentContext())));

    assertSame(context, told.orTimeout(10, TimeUnit.SECONDS).join());
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void isNotHeldUpByAReaderThatBlocks() {
    RunLog.Lease lease = begin("r1");
    CompletableFuture<Void> release = new CompletableFuture<>();
    log.next("r1", 1).subscribe().with(news -> release.join());
    log.append(lease, RunFacts.started()).subscribe().with(event -> {});

    RunLog.Lease other = begin("r2");

    assertEquals(2, get(log.append(other, RunFacts.started())).seq());
    release.complete(null);
  }

  @Test
  void writesWhatWasAcceptedBeforeItCloses() {
    List<RunLog.Lease> leases = IntStream.range(0, 50).mapToObj(i -> begin("r" + i)).toList();
    leases.forEach(
        lease -> log.append(lease, RunFacts.started()).subscribe().with(e -> {}, f -> {}));

    restart();

    leases.forEach(lease -> assertEquals(2, get(log.head(lease.run())).lastSeq()));
  }

  @Test
  void refusesAppendsOnceClosedAndStillReads() {
    RunLog.Lease lease = begin("r1");
    file.close();

    fails(RunLogFailure.Unavailable.class, log.append(lease, RunFacts.started()));
    fails(RunLogFailure.Unavailable.class, log.create("r2", "ann", RunFacts.created()));
    assertEquals(1, get(log.head("r1")).lastSeq());
  }

  @Test
  void canBeClosedTwice() {
    file.close();
    file.close();

    createLog();

    assertEquals(List.of(), get(log.claim(1)));
  }

  private void createLog(int endedRuns) {
    log = create(clock, Duration.ofDays(7), endedRuns);
  }

  private Path tokensFile() {
    return folder.resolve(".tokens");
  }

  private void restart() {
    file.close();
    createLog();
  }

  private List<Event> readAll(String run) {
    List<Event> read = new ArrayList<>();
    long last = get(log.head(run)).lastSeq();
    for (long after = 0; after < last; after = read.get(read.size() - 1).seq()) {
      get(log.next(run, after)).forEach(entry -> read.add(entry.event()));
    }
    return read;
  }

  /** What the file holds, read without the log. */
  private List<Event> readFile(String run) {
    try (Stream<String> lines = Files.lines(folder.resolve(run + ".ndjson"))) {
      return lines.skip(1).map(FileRunLogTest::event).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Event event(String line) {
    try {
      return EventJson.decode(line.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(found -> found.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> runs(List<RunLog.Lease> leases) {
    return leases.stream().map(RunLog.Lease::run).toList();
  }
}
