package dev.hone.demo;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;

/**
 * Speaks one completion at the model's pace: nothing before the first token is due, then what is
 * due as long as the socket takes it. Lives on the event loop of its connection; a connection that
 * closes ends it and its timer.
 */
final class AnswerWriter {

  private static final long NO_TIMER = -1;

  private final Vertx vertx;
  private final Pace pace;
  private final CompletionJson json;
  private final Completion completion;
  private final HttpServerResponse response;
  private final boolean streaming;
  private final Runnable whenOver;

  private long timer = NO_TIMER;
  private long startedAt;
  private int sent;
  private boolean over;

  /**
   * @param whenOver called once, when the answer is out or its reader gone
   */
  AnswerWriter(
      Vertx vertx,
      Pace pace,
      CompletionJson json,
      Completion completion,
      HttpServerResponse response,
      Runnable whenOver) {
    this.vertx = vertx;
    this.pace = pace;
    this.json = json;
    this.completion = completion;
    this.response = response;
    this.streaming = json.request().stream();
    this.whenOver = whenOver;
  }

  void start() {
    response.closeHandler(closed -> end());
    response.exceptionHandler(reset -> end());
    if (streaming) {
      response
          .setChunked(true)
          .putHeader("Content-Type", "text/event-stream; charset=utf-8")
          .putHeader("Cache-Control", "no-cache");
      response.write(json.opening());
    } else {
      response.putHeader("Content-Type", "application/json");
    }
    long silence = pace.firstToken().toMillis();
    if (silence == 0) {
      speak();
    } else {
      timer = vertx.setTimer(silence, due -> speak());
    }
  }

  private void speak() {
    startedAt = System.nanoTime();
    timer = NO_TIMER;
    response.drainHandler(drained -> sendWhatIsDue());
    sendWhatIsDue();
    if (!over && pace.tokensPerSecond() > 0) {
      timer = vertx.setPeriodic(pace.tickMillis(), tick -> sendWhatIsDue());
    }
  }

  private void sendWhatIsDue() {
    if (over) {
      return;
    }
    int total = completion.tokens().size();
    int due = pace.due((System.nanoTime() - startedAt) / 1_000_000, total);
    while (sent < due && !response.writeQueueFull()) {
      if (streaming) {
        response.write(json.delta(completion.tokens().get(sent)));
      }
      sent++;
    }
    if (sent == total) {
      finish();
    }
  }

  private void finish() {
    end();
    if (!streaming) {
      response.end(json.whole(completion));
      return;
    }
    response.write(json.finish(completion.finishReason()));
    if (json.request().includeUsage()) {
      response.write(json.usageChunk(completion));
    }
    response.end(CompletionJson.DONE);
  }

  private void end() {
    if (over) {
      return;
    }
    over = true;
    if (timer != NO_TIMER) {
      vertx.cancelTimer(timer);
    }
    whenOver.run();
  }
}
