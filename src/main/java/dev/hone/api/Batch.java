package dev.hone.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.api.gallery.Asked;
import dev.hone.api.gallery.DataSample;
import dev.hone.api.gallery.Refined;
import dev.hone.api.gallery.SampleJson;
import dev.hone.refinement.Fact;
import dev.hone.refinement.Json;
import dev.hone.refinement.Problem;
import dev.hone.refinement.RunState;
import dev.hone.run.NewRun;
import dev.hone.run.Runs;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/** What becomes of the lines of one batch. */
final class Batch {

  private final Runs runs;
  private final StartRequests requests;
  private final StartRequest settings;
  private final String owner;
  private final BatchReport report;

  /**
   * @param settings a start request without a sample
   */
  Batch(
      Runs runs, StartRequests requests, StartRequest settings, String owner, BatchReport report) {
    this.runs = runs;
    this.requests = requests;
    this.settings = settings;
    this.owner = owner;
    this.report = report;
  }

  /** The answer to a line that has none of its own, in its place. */
  record Refused(long line, String uniqueId, Problem problem) {}

  /**
   * A line of the answer with its end; never fails. Cancelling it ends the model call under way.
   */
  Uni<Buffer> answer(LineSplitter.Line line) {
    return Uni.createFrom()
        .deferred(() -> refine(line))
        .onItem()
        .invoke(report::refined)
        .onFailure()
        .recoverWithItem(failure -> refused(line, failure));
  }

  /** The last line of an answer that ends before its request does. */
  Buffer stopped(LineReader.Stop stop) {
    return line(
        Json.bytes(new Refused(stop.line(), null, Failures.problem(stop.reason()).problem())));
  }

  private Uni<Buffer> refine(LineSplitter.Line line) {
    if (line.text() == null) {
      throw ProblemException.lineTooLarge();
    }
    DataSample sample = JsonBody.read(line.text(), SampleJson.MAPPER.readerFor(DataSample.class));
    NewRun run = check(sample);
    return runs.refine(run).map(ended -> answer(sample, ended));
  }

  private NewRun check(DataSample sample) {
    new Checks().require(sample.uniqueId() != null, "unique_id", "a string").done();
    try {
      StartRequest asked = JsonBody.read(Asked.of(sample), StartRequest.class);
      return requests.check(
          settings.about(asked.messages(), asked.candidates(), asked.reference()), owner);
    } catch (ProblemException bad) {
      throw bad.inTermsOf(Asked::path);
    }
  }

  /** A run that failed with something to show is told as it is; one that has nothing is refused. */
  private static Buffer answer(DataSample sample, RunState run) {
    if (run.state().terminal() instanceof Fact.RunFailed failed && failed.best() == null) {
      throw new ProblemException(failed.problem());
    }
    return line(SampleJson.write(Refined.of(sample, run)));
  }

  private Buffer refused(LineSplitter.Line line, Throwable failure) {
    report.refused();
    Problem problem = Failures.problem(failure).problem();
    return line(Json.bytes(new Refused(line.number(), uniqueId(line), problem)));
  }

  private static String uniqueId(LineSplitter.Line line) {
    if (line.text() == null || LoneSurrogates.in(line.text())) {
      return null;
    }
    try {
      JsonNode sample = SampleJson.MAPPER.readTree(line.text());
      return sample == null ? null : sample.path("unique_id").textValue();
    } catch (IOException notJson) {
      return null;
    }
  }

  private static Buffer line(byte[] json) {
    return Buffer.buffer(json.length + 1).appendBytes(json).appendByte((byte) '\n');
  }
}
