package dev.hone.model;

import dev.hone.refinement.Usage;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import org.jboss.logging.Logger;

/**
 * One HTTP request to a model, up to its one {@link Outcome}. Made, used and called back on one
 * event loop. What one read of the socket brings is handed on together: reading only marks that
 * something arrived, and a task behind the read tells the listener.
 */
final class Attempt {

  /** Hears of an attempt; nothing after {@link #ended} or after {@link Attempt#close()}. */
  interface Listener {

    /** There may be more to take. */
    void arrived();

    void ended(Outcome outcome);
  }

  private static final Logger LOG = Logger.getLogger(Attempt.class);
  private static final String STALLED = "stalled";

  /** How long a provider may take to end its response after its last word. */
  private static final long DRAIN_MILLIS = 1000;

  private final OpenAiModel model;
  private final Vertx vertx;
  private final long promptCharacters;
  private final CallReport report;
  private final Listener listener;
  private final Answer answer;
  private final DataLines lines;
  private final Silence silence;
  private final SilenceWatch watch;

  /** {@code null} once it is sent. */
  private Buffer body;

  private HttpClientRequest request;
  private HttpClientResponse response;

  /** {@code null} while there is none. */
  private ErrorAnswer refusal;

  private boolean flowing = true;
  private boolean marked;
  private boolean received;
  private boolean over;

  Attempt(
      OpenAiModel model,
      Buffer body,
      long promptCharacters,
      Arrived arrived,
      CallReport report,
      Listener listener) {
    this.model = model;
    this.vertx = model.vertx();
    this.body = body;
    this.promptCharacters = promptCharacters;
    this.report = report;
    this.listener = listener;
    this.answer = new Answer(arrived, model.settings().candidateLimit());
    this.lines = new DataLines(model.settings().maxLine(), new ChunkParser(answer)::parse);
    this.silence = new Silence(vertx, model.settings(), () -> stopped(STALLED));
    this.watch = silence.watch();
  }

  void start() {
    silence.begins();
    RequestOptions request = model.upstream().request();
    report.tries(request::putHeader);
    try {
      model.upstream().connections().here().request(request).onComplete(this::connected);
    } catch (IllegalStateException closed) {
      stopped("refused");
    }
  }

  /** Whether more is wanted; while it isn't the socket is paused. */
  void flow(boolean wanted) {
    if (over || wanted == flowing) {
      return;
    }
    flowing = wanted;
    if (isStreaming()) {
      applyFlow();
    }
  }

  /** What the provider has done so far. */
  Usage usage() {
    return isStreaming() ? answer.usage(promptCharacters) : Usage.NONE;
  }

  /**
   * Closes the connection, or resets the stream of HTTP/2. Does nothing after the end: what it held
   * is released, and its connection may be another call's by now.
   */
  void close() {
    if (over) {
      return;
    }
    over = true;
    watch.stop();
    if (request != null && !received) {
      request.reset();
    }
  }

  private void connected(AsyncResult<HttpClientRequest> connection) {
    if (connection.succeeded()) {
      // What fails is heard at the response; without a handler our own reset would be logged.
      connection.result().exceptionHandler(heardElsewhere -> {});
    }
    if (over) {
      if (connection.succeeded()) {
        connection.result().reset();
      }
    } else if (connection.failed()) {
      LOG.debugf("Model %s can't be reached: %s", model.name(), connection.cause());
      stopped("refused");
    } else {
      request = connection.result();
      request.send(body).onComplete(this::answered);
      body = null;
    }
  }

  private void answered(AsyncResult<HttpClientResponse> head) {
    if (over) {
      return;
    }
    if (head.failed()) {
      LOG.debugf("Model %s closed the connection: %s", model.name(), head.cause());
      stopped("refused");
      return;
    }
    response = head.result();
    response.exceptionHandler(broken -> stopped("cut")).endHandler(end -> received());
    if (!ErrorAnswer.isOne(response)) {
      response.handler(this::read);
      if (!flowing) {
        applyFlow();
      }
    } else {
      refusal = new ErrorAnswer(model.name(), response);
      response.handler(this::readRefusal);
    }
  }

  private void read(Buffer bytes) {
    if (over) {
      return;
    }
    try {
      lines.read(bytes.getByteBuf());
    } catch (IOException unreadable) {
      malformed(unreadable);
      return;
    }
    mark();
  }

  private void mark() {
    if (!marked) {
      marked = true;
      vertx.runOnContext(behindTheRead -> arrived());
    }
  }

  private void arrived() {
    marked = false;
    if (over) {
      return;
    }
    hear();
    if (answer.error() != null || received || answer.full() || answer.isDone()) {
      stopped("cut");
    } else {
      listener.arrived();
    }
  }

  private void hear() {
    watch.heard();
    if (answer.begun() && !silence.isBroken()) {
      report.spoke(answer.model());
      silence.spoken();
    }
  }

  private void readRefusal(Buffer bytes) {
    if (!over && refusal.read(bytes)) {
      stopped("cut");
    }
  }

  /** Concluded behind the read too: by then the connection is back in its pool. */
  private void received() {
    received = true;
    if (over) {
      return;
    }
    try {
      lines.end();
    } catch (IOException unreadable) {
      malformed(unreadable);
      return;
    }
    mark();
  }

  private void malformed(IOException unreadable) {
    // Not why: a parser's complaint shows what it stumbled over.
    LOG.debugf(
        "Model %s sent a chunk that can't be read (%s)",
        model.name(), unreadable.getClass().getSimpleName());
    conclude(again("malformed"));
  }

  /** Nothing more comes: what is known by now decides. */
  private void stopped(String cause) {
    if (over) {
      return;
    }
    if (refusal != null) {
      conclude(refusal.outcome());
    } else if (response == null) {
      conclude(again(cause));
    } else if (answer.error() != null) {
      conclude(Refusal.inStream(answer.error(), usage()));
    } else {
      answer.end();
      String reason = answer.finishReason();
      conclude(reason == null ? again(cause) : Outcome.finished(reason, usage()));
    }
  }

  private void conclude(Outcome outcome) {
    if (isStreaming()) {
      listener.arrived();
    }
    if (over) {
      return;
    }
    over = true;
    watch.stop();
    release();
    listener.ended(outcome);
  }

  /** A connection whose response ends by itself goes back to its pool, any other is closed. */
  private void release() {
    if (request == null || received) {
      return;
    }
    if (!answer.isDone() || answer.full()) {
      request.reset();
      return;
    }
    long patience = vertx.setTimer(DRAIN_MILLIS, id -> request.reset());
    response.handler(rest -> {}).endHandler(end -> vertx.cancelTimer(patience)).resume();
  }

  private Outcome again(String cause) {
    return cause.equals(STALLED)
        ? silence.outcome(usage())
        : new Outcome.Again(cause, "", null, usage());
  }

  private boolean isStreaming() {
    return response != null && refusal == null;
  }

  private void applyFlow() {
    if (flowing) {
      watch.resume();
      response.resume();
    } else {
      watch.suspend();
      response.pause();
    }
  }
}
