package dev.hone.run.local;

import dev.hone.refinement.Event;
import dev.hone.refinement.RunState;
import dev.hone.run.Numbering;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The appends to one run that go to its file in one write. Used once, on one thread. */
final class Batch {

  private record Numbered(Job.Append append, Event event) {}

  private final FiledRun.Open run;
  private final Numbering numbering;
  private final Lines lines = new Lines();
  private final List<Numbered> numbered = new ArrayList<>();

  private final RunState before;

  /** After those that are numbered. */
  private RunState state;

  /** Number of the newest event that was requested, those that are numbered included. */
  private long requested;

  Batch(FiledRun.Open run, Numbering numbering) {
    this.run = run;
    this.numbering = numbering;
    this.before = run.log().state();
    this.state = before;
    this.requested = run.log().requested();
  }

  /** Joins the batch or, where it can't follow, is refused at once. */
  void add(Job.Append append) {
    try {
      Event event = numbering.next(state, append.fact());
      RunState after = state.apply(event);
      lines.add(event);
      numbered.add(new Numbered(append, event));
      state = after;
      requested = append.isRequest() ? event.seq() : requested;
    } catch (RuntimeException refused) {
      append.refuse(refused);
    }
  }

  boolean isEmpty() {
    return numbered.isEmpty();
  }

  /** Up to where a worker must know what was requested to know of all. */
  long requested() {
    return requested;
  }

  FiledRun.Open run() {
    return run;
  }

  void write() throws IOException {
    run.file().append(lines.toBuffer());
  }

  /** The events are in the file: readers and callers get them. */
  void tell() {
    for (Numbered each : numbered) {
      Runnable wake = run.log().take(each.event(), each.append().isRequest());
      each.append().caller().complete(each.event(), wake);
    }
  }

  /** Tells those who have not been told otherwise. */
  void refuse(RuntimeException failure) {
    numbered.forEach(each -> each.append().refuse(failure));
  }

  /** Tokens that the events say were used. */
  long used() {
    return state.state().usedSince(before.state());
  }

  boolean endsRun() {
    return state.hasEnded();
  }
}
