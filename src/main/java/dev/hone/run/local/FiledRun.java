package dev.hone.run.local;

import dev.hone.refinement.RunState;
import dev.hone.run.RunLog;
import java.io.IOException;
import org.jboss.logging.Logger;

/** A run of a {@link FileRunLog}. */
sealed interface FiledRun extends Catalogue.Row {

  RunLog.Head head();

  /** One that goes on: in the heap, and each event in its file before. */
  record Open(LoggedRun log, RunFile file) implements FiledRun {

    private static final Logger LOG = Logger.getLogger(FiledRun.class);

    @Override
    public String id() {
      return log.id();
    }

    @Override
    public String owner() {
      return log.owner();
    }

    @Override
    public RunLog.Once once() {
      return log.once();
    }

    @Override
    public RunState.Status status() {
      return log.status();
    }

    @Override
    public RunLog.Head head() {
      return log.head();
    }

    /** Rewrites the file of a run that has ended without what has become superfluous. */
    Ended finish(RunFolder folder) {
      RunHeader header = RunHeader.open(owner(), once()).with(RunHeader.Ended.of(log.state()));
      Lines lines = new Lines().add(header);
      log.entries().forEach(entry -> lines.add(entry.event()));
      try {
        folder.replace(id(), lines);
      } catch (IOException e) {
        LOG.warnf(e, "the file of run %s keeps its deltas until the next start", id());
      }
      release();
      return new Ended(id(), header);
    }

    /** Nothing is appended any more. */
    void release() {
      try {
        file.close();
      } catch (IOException e) {
        LOG.warnf(e, "the file of run %s could not be closed", id());
      }
    }
  }

  /** One that has ended: in its file, and read when somebody asks. */
  record Ended(String id, RunHeader header) implements FiledRun {

    @Override
    public String owner() {
      return header.owner();
    }

    @Override
    public RunLog.Once once() {
      return header.once();
    }

    RunHeader.Ended end() {
      return header.ended();
    }

    @Override
    public RunState.Status status() {
      return end().status();
    }

    @Override
    public RunLog.Head head() {
      return new RunLog.Head(id, owner(), end().lastSeq(), true);
    }
  }
}
