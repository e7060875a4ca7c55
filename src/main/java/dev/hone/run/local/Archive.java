package dev.hone.run.local;

import dev.hone.refinement.RunState;
import dev.hone.run.Entry;
import dev.hone.run.Feed;
import dev.hone.run.RunLogFailure;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Runs that have ended, read from their files on a worker thread whenever somebody asks. */
final class Archive {

  private final RunFolder folder;

  Archive(RunFolder folder) {
    this.folder = folder;
  }

  Uni<RunState> state(String run) {
    return onWorker(() -> RunState.of(read(run).events()));
  }

  Uni<List<Entry>> after(String run, long seq) {
    return onWorker(
        () -> {
          Feed feed = new Feed(LoggedRun.SLICE); // the file may still have deltas
          read(run).events().forEach(event -> feed.add(new Entry(event)));
          return feed.after(seq);
        });
  }

  /** The states of these runs, in their order, without those that are erased meanwhile. */
  Uni<List<RunState>> states(List<FiledRun> runs) {
    return onWorker(
        () -> {
          List<RunState> states = new ArrayList<>(runs.size());
          for (FiledRun run : runs) {
            if (run instanceof FiledRun.Open open) {
              states.add(open.log().state());
            } else {
              addUnlessErased(run.id(), states);
            }
          }
          return states;
        });
  }

  private void addUnlessErased(String run, List<RunState> states) {
    try {
      states.add(RunState.of(read(run).events()));
    } catch (RunLogFailure.NotFound erased) {
      // the listing was a moment older
    }
  }

  private RunRecord read(String run) {
    try {
      return folder.read(run);
    } catch (NoSuchFileException e) {
      throw new RunLogFailure.NotFound(run);
    } catch (IOException e) {
      throw new RunLogFailure.Unavailable("run " + run + " can't be read", e);
    }
  }

  private static <T> Uni<T> onWorker(Supplier<T> reading) {
    return Uni.createFrom().item(reading).runSubscriptionOn(Infrastructure.getDefaultExecutor());
  }
}
