package dev.hone.run.local;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.logging.Logger;

/** Makes the runs of a folder from its files, whatever end the process had that wrote them. */
final class FolderReading {

  private static final Logger LOG = Logger.getLogger(FolderReading.class);

  /** Most of it is waiting for the disk, which is good at many reads at once. */
  private static final int AT_ONCE = 16;

  private final RunFolder folder;
  private final Map<String, FinishedIndex.Line> finished;

  /**
   * @param finished what an index says
   */
  FolderReading(RunFolder folder, Map<String, FinishedIndex.Line> finished) {
    this.folder = folder;
    this.finished = finished;
  }

  /**
   * In no order. A file that can't be read is left out and left alone, which is logged.
   *
   * @throws IOException if the folder can't be read
   */
  List<FiledRun> read() throws IOException {
    ExecutorService readers = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<FiledRun> runs = new ArrayList<>();
      List<Future<FiledRun>> readings = new ArrayList<>();
      for (String run : folder.runs()) {
        FinishedIndex.Line known = finished.get(run);
        if (known != null && known.size() == folder.size(run)) {
          runs.add(known.run());
        } else {
          readings.add(readers.submit(() -> readOrLeaveOut(run)));
        }
      }
      for (Future<FiledRun> reading : readings) {
        FiledRun run = reading.get();
        if (run != null) {
          runs.add(run);
        }
      }
      return runs;
    } catch (InterruptedException | ExecutionException e) {
      throw new IOException("reading was given up", e);
    } finally {
      readers.shutdownNow();
    }
  }

  private FiledRun readOrLeaveOut(String run) {
    try {
      return read(run);
    } catch (IOException | RuntimeException e) {
      LOG.errorf("run %s is left out, its file can't be used: %s", run, e.getMessage());
      return null;
    }
  }

  /** {@code null} if it never was one: the process ended in its first write. */
  private FiledRun read(String run) throws IOException {
    RunHeader header = folder.readHeader(run);
    if (header != null && header.ended() != null) {
      return new FiledRun.Ended(run, header);
    }
    RunRecord record = folder.read(run);
    if (record.events().isEmpty() && !record.damaged()) {
      folder.delete(run);
      return null;
    }
    FiledRun.Open open = reopen(run, record);
    return open.log().state().hasEnded() ? open.finish(folder) : open;
  }

  private FiledRun.Open reopen(String run, RunRecord record) throws IOException {
    LoggedRun log = replay(record);
    if (record.damaged()) {
      LOG.errorf("run %s goes on from where its file is whole: %s", run, folder.copyDamaged(run));
    } else if (record.torn()) {
      LOG.infof("run %s: an event that was not wholly written is cut off", run);
    }
    return new FiledRun.Open(log, folder.reopen(run, record.length()));
  }

  private static LoggedRun replay(RunRecord record) throws IOException {
    if (record.events().isEmpty()) {
      throw new IOException("it has no whole event");
    }
    RunHeader header = record.header();
    LoggedRun log = new LoggedRun(header.owner(), header.once(), record.events().get(0));
    record.events().stream().skip(1).forEach(event -> log.take(event, false));
    return log;
  }
}
