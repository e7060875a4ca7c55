package dev.hone.run.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.RunState;
import dev.hone.refinement.RunState.Status;
import dev.hone.run.Entry;
import dev.hone.run.RunFacts;
import dev.hone.run.RunLog;
import dev.hone.run.RunLogFailure;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path folder;

  private final LimitedDisk disk = new LimitedDisk();
  private FileRunLog log;

  @BeforeEach
  void open() {
    log = disk.open(folder);
  }

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void undoesAWriteThatFailsAtAnyByteAndGoesOnWhenThereIsRoom() throws IOException {
    RunLog.Lease lease = begin("r1");
    Event whole = get(log.append(lease, RunFacts.delta(0, "0123456789 ä")));
    int length = new Lines().add(whole).toBuffer().remaining();

    for (int room = 0; room < length; room++) {
      byte[] before = Files.readAllBytes(folder.resolve("r1.ndjson"));
      long seq = get(log.head("r1")).lastSeq();

      disk.leaveRoomFor(room);
      unavailable(log.append(lease, RunFacts.delta(0, "0123456789 ä")));
      assertEquals(new String(before), Files.readString(folder.resolve("r1.ndjson")));
      disk.makeRoom();

      assertEquals(seq + 1, get(log.append(lease, RunFacts.delta(0, "again"))).seq());
    }
  }

  @Test
  void cutsOffHalfALineBeforeTheNextWriteWhereItCouldNotAtOnce() {
    RunLog.Lease lease = begin("r1");
    disk.leaveRoomFor(10);
    disk.breakWhenFull();
    unavailable(log.append(lease, RunFacts.started()));
    disk.makeRoom();

    Event next = get(log.append(lease, RunFacts.delta(0, "again")));
    log.close();
    open();

    assertEquals(2, next.seq());
    assertEquals(2, get(log.head("r1")).lastSeq());
    assertEquals(next, get(log.next("r1", 1)).get(0).event());
  }

  @Test
  void saysWhatIsWrong() {
    RunLog.Lease lease = begin("r1");
    disk.leaveRoomFor(0);

    String message = unavailable(log.append(lease, RunFacts.started())).getMessage();

    assertEquals("the run log can't be written: No space left on device", message);
  }

  @Test
  void tellsNoReaderWhatCouldNotBeWritten() {
    RunLog.Lease lease = begin("r1");
    UniAssertSubscriber<List<Entry>> reader =
        log.next("r1", 1).subscribe().withSubscriber(UniAssertSubscriber.create());
    disk.leaveRoomFor(20);
    unavailable(log.append(lease, RunFacts.delta(0, "lost")));
    reader.assertNotTerminated();
    disk.makeRoom();

    Event next = get(log.append(lease, RunFacts.delta(0, "kept")));

    assertEquals(
        List.of(next), reader.awaitItem(SOON).getItem().stream().map(Entry::event).toList());
  }

  @Test
  void leavesReadingAlone() {
    RunLog.Lease lease = begin("r1");
    Event started = get(log.append(lease, RunFacts.started()));
    end("r2");
    disk.leaveRoomFor(0);
    unavailable(log.append(lease, RunFacts.delta(0, "x")));

    assertEquals(started, get(log.next("r1", 1)).get(0).event());
    assertEquals(Status.RUNNING, get(log.state("r1")).status());
    assertEquals(Status.COMPLETED, get(log.state("r2")).status());
    assertEquals(2, get(log.list(new RunLog.Listing("ann", null, null, 9))).runs().size());
  }

  @Test
  void beginsNoRunThatItCannotWriteAndLeavesNoFile() {
    for (int room : new int[] {0, 1, 30, 200}) {
      disk.leaveRoomFor(room);
      unavailable(log.create("r1", "ann", RunFacts.created()));
    }
    disk.makeRoom();

    assertThrows(RunLogFailure.NotFound.class, () -> get(log.head("r1")));
    assertFalse(Files.exists(folder.resolve("r1.ndjson")));
    assertEquals(1, begin("r1").fence());
  }

  @Test
  void endsARunWhoseFileCannotBeRewritten() {
    RunLog.Lease lease = begin("r1");
    RunFacts.step(0, 50).forEach(fact -> get(log.append(lease, fact)));
    disk.leaveRoomFor(
        new Lines()
            .add(new Event("r1", 105, Clock.systemUTC().instant(), RunFacts.completed()))
            .toBuffer()
            .remaining());

    get(log.append(lease, RunFacts.completed()));

    await().atMost(SOON).until(() -> get(log.state("r1")) != get(log.state("r1")));
    assertFalse(
        get(log.next("r1", 0)).stream().anyMatch(e -> e.event().fact() instanceof Fact.Delta));
    disk.makeRoom();
    log.close();
    open();
    assertEquals(Status.COMPLETED, get(log.state("r1")).status());
  }

  @Test
  void getsOverARealDiskThatIsFull(@TempDir Path small) throws Exception {
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small.toString()) == 0,
        "only root can make a small disk");
    try (FileRunLog full =
        FileRunLog.open(small, Sync.NONE, Clock.systemUTC(), Duration.ofDays(7), 10)) {
      RunLog.Lease old = get(full.create("r1", "ann", RunFacts.created()));
      get(full.append(old, RunFacts.delta(0, "x".repeat(20_000))));
      RunLog.Lease lease = get(full.create("r2", "ann", RunFacts.created()));
      String message = null;
      while (message == null) {
        message = appendFails(full, lease);
      }
      RunState state = get(full.state("r2"));

      assertTrue(message.contains("No space left on device"), message);
      assertEquals(state.lastSeq(), get(full.next("r2", 0)).get(1).event().seq());
      get(full.erase("r1"));
      assertEquals(
          state.lastSeq() + 1, get(full.append(lease, RunFacts.delta(0, "there is room"))).seq());
    } finally {
      run("umount", small.toString());
    }
  }

  /** {@code null} if it doesn't. */
  private static String appendFails(RunLog log, RunLog.Lease lease) {
    try {
      get(log.append(lease, RunFacts.delta(0, "y".repeat(999))));
      return null;
    } catch (RunLogFailure.Unavailable full) {
      return full.getMessage();
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    } catch (IOException noSuchCommand) {
      return -1;
    }
  }

  private RunLog.Lease begin(String run) {
    return get(log.create(run, "ann", RunFacts.created()));
  }

  private void end(String run) {
    get(log.append(begin(run), RunFacts.completed()));
    await().atMost(SOON).until(() -> get(log.state(run)) != get(log.state(run)));
  }

  private static RunLogFailure unavailable(Uni<?> call) {
    return assertThrows(RunLogFailure.Unavailable.class, () -> get(call));
  }

  private static <T> T get(Uni<T> call) {
    return call.await().atMost(SOON);
  }
}
