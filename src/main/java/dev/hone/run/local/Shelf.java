package dev.hone.run.local;

import dev.hone.refinement.Fact;
import dev.hone.run.Numbering;
import dev.hone.run.RunLog;
import dev.hone.run.RunLogFailure;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * The runs of a folder as they begin, end and go: what the catalogue says and the files that there
 * are, kept in step. Used on one thread at a time.
 *
 * <p>What can't be done fails with {@link RunLogFailure.Unavailable}, and then is not done.
 */
final class Shelf {

  private static final Logger LOG = Logger.getLogger(Shelf.class);

  private final RunFolder folder;
  private final Catalogue<FiledRun> runs;
  private final Numbering numbering;
  private final Retention retention;
  private final Trouble trouble;
  private final FinishedIndex index;

  /** Too old, and could not be deleted when they were due. */
  private final Set<String> overdue = new LinkedHashSet<>();

  /** Whether the index has the finished runs that were there at the start. */
  private boolean indexed;

  Shelf(
      RunFolder folder,
      Catalogue<FiledRun> runs,
      Numbering numbering,
      Retention retention,
      Trouble trouble) {
    this.folder = folder;
    this.runs = runs;
    this.numbering = numbering;
    this.retention = retention;
    this.trouble = trouble;
    this.index = new FinishedIndex(folder);
  }

  /**
   * Reads what is in the folder; to be called first.
   *
   * @return the runs that have not ended, the oldest first
   */
  List<LoggedRun> read() throws IOException {
    List<FiledRun.Ended> ended = new ArrayList<>();
    FolderReading reading = new FolderReading(folder, index.read());
    for (FiledRun run : reading.read()) {
      runs.add(run, 0);
      if (run instanceof FiledRun.Ended end) {
        ended.add(end);
      }
    }
    ended.sort(Comparator.comparingLong(run -> run.end().at()));
    ended.forEach(run -> retention.ended(run.id(), run.end().at()));
    return runs.all().stream()
        .filter(FiledRun.Open.class::isInstance)
        .map(run -> ((FiledRun.Open) run).log())
        .toList();
  }

  /** Its first event is in its file, or it isn't there. */
  RunLog.Lease begin(
      String run, String owner, Fact.RunCreated created, RunLog.Once once, int most) {
    runs.refuse(run, owner, once, most);
    LoggedRun log = new LoggedRun(owner, once, numbering.first(run, created));
    Lines lines = new Lines().add(RunHeader.open(owner, once));
    log.entries().forEach(entry -> lines.add(entry.event()));
    try {
      runs.add(new FiledRun.Open(log, folder.create(run, lines)), most);
    } catch (IOException e) {
      throw trouble.begins(e);
    }
    trouble.isOver();
    return log.lease();
  }

  /** A run that has ended leaves the heap, and others may have to go. */
  void finish(FiledRun.Open run) {
    FiledRun.Ended ended = run.finish(folder);
    runs.replace(ended);
    retention.ended(ended.id(), ended.end().at());
    dropDue();
  }

  /** Drops the ended runs that retention doesn't keep, and makes the next start quick. */
  void tidy() {
    List.copyOf(overdue).forEach(this::dropOverdue);
    dropDue();
    if (!indexed) {
      writeIndex();
    }
  }

  private void dropDue() {
    for (String run : retention.due()) {
      try {
        delete(run);
      } catch (IOException e) {
        LOG.warnf(e, "run %s is too old and could not be deleted; it is tried again", run);
        overdue.add(run);
      }
    }
  }

  private void dropOverdue(String run) {
    try {
      delete(run);
    } catch (IOException e) {
      LOG.debugf("run %s still can't be deleted", run);
    }
  }

  /** Wanted at the end, too. */
  void writeIndex() {
    indexed = true;
    index.write(
        runs.all().stream()
            .filter(FiledRun.Ended.class::isInstance)
            .map(FiledRun.Ended.class::cast)
            .toList());
  }

  /** As {@link #drop}, and no index knows of it any more. */
  void erase(String run) {
    try {
      index.delete();
    } catch (IOException e) {
      throw trouble.begins(e);
    }
    drop(run);
  }

  /** Nothing is left of the run; nothing happens if there is none. */
  void drop(String run) {
    try {
      delete(run);
    } catch (IOException e) {
      throw trouble.begins(e);
    }
  }

  private void delete(String run) throws IOException {
    FiledRun found = runs.find(run);
    if (found == null) {
      return;
    }
    folder.delete(run);
    runs.remove(run);
    retention.forget(run);
    overdue.remove(run);
    if (found instanceof FiledRun.Open open) {
      open.release();
      Infrastructure.getDefaultExecutor().execute(open.log().erase());
    }
  }
}
