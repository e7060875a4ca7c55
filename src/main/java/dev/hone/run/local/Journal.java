package dev.hone.run.local;

import dev.hone.run.Numbering;
import dev.hone.run.RunLogFailure;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Writes appends to the files of their runs before anybody gets them. Used on one thread. */
final class Journal {

  private static final Logger LOG = Logger.getLogger(Journal.class);

  private final Catalogue<FiledRun> runs;
  private final Numbering numbering;
  private final Trouble trouble;
  private final Spending spending;
  private final Consumer<FiledRun.Open> onEnd;

  /**
   * @param spending told what runs use, before anybody gets the event that says it
   * @param onEnd told when a run has ended and everybody knows
   */
  Journal(
      Catalogue<FiledRun> runs,
      Numbering numbering,
      Trouble trouble,
      Spending spending,
      Consumer<FiledRun.Open> onEnd) {
    this.runs = runs;
    this.numbering = numbering;
    this.trouble = trouble;
    this.spending = spending;
    this.onEnd = onEnd;
  }

  /** One write for each run; the order within a run is kept. */
  void append(List<Job.Append> appends) {
    Map<String, Batch> batches = new LinkedHashMap<>();
    for (Job.Append append : appends) {
      Batch batch = batches.computeIfAbsent(append.run(), this::batch);
      RunLogFailure refused = refusal(batch, append);
      if (refused == null) {
        batch.add(append);
      } else {
        append.refuse(refused);
      }
    }
    batches.values().stream().filter(batch -> !batch.isEmpty()).forEach(this::writeOrRefuse);
  }

  /** {@code null} if the run isn't one that goes on. */
  private Batch batch(String run) {
    return runs.find(run) instanceof FiledRun.Open open ? new Batch(open, numbering) : null;
  }

  /** {@code null} if there is nothing against it. */
  private RunLogFailure refusal(Batch batch, Job.Append append) {
    if (batch == null) {
      return runs.find(append.run()) == null
          ? new RunLogFailure.NotFound(append.run())
          : new RunLogFailure.Ended(append.run());
    }
    if (append.isRequest() || batch.endsRun()) {
      return null; // the batch refuses what can't follow the end
    }
    if (!batch.run().log().isHeldUnder(append.fence())) {
      return new RunLogFailure.LeaseLost(append.run());
    }
    return batch.requested() > append.heard() ? new RunLogFailure.Unheard(append.run()) : null;
  }

  /** A defect in one run must leave nobody of another waiting for ever. */
  private void writeOrRefuse(Batch batch) {
    try {
      write(batch);
    } catch (RuntimeException defect) {
      LOG.errorf(defect, "run %s could not be written, by a defect", batch.run().id());
      batch.refuse(defect);
    }
  }

  private void write(Batch batch) {
    try {
      batch.write();
    } catch (IOException e) {
      batch.refuse(trouble.begins(e));
      return;
    }
    trouble.isOver();
    if (batch.used() > 0) {
      spending.add(batch.run().owner(), batch.used());
    }
    batch.tell();
    if (batch.endsRun()) {
      onEnd.accept(batch.run());
    }
  }
}
