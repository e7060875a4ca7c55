package dev.hone.model;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.time.Instant;
import org.jboss.logging.Logger;

/** A response that is no stream: why the provider doesn't answer. Used on one event loop. */
final class ErrorAnswer {

  private static final Logger LOG = Logger.getLogger(ErrorAnswer.class);
  private static final String STREAM = "text/event-stream";
  private static final int OK = 200;
  private static final int MAX_BODY = 64 * 1024;

  private final String model;
  private final HttpClientResponse response;
  private final Buffer body = Buffer.buffer();

  ErrorAnswer(String model, HttpClientResponse response) {
    this.model = model;
    this.response = response;
  }

  static boolean isOne(HttpClientResponse response) {
    String type = response.getHeader("Content-Type");
    return response.statusCode() != OK
        || type == null
        || !type.regionMatches(true, 0, STREAM, 0, STREAM.length());
  }

  /**
   * @return whether that is enough; the rest is not worth its memory
   */
  boolean read(Buffer bytes) {
    return body.appendBuffer(bytes).length() > MAX_BODY;
  }

  /** What follows from what has been read by now. */
  Outcome outcome() {
    ProviderError error = ProviderError.in(body);
    int status = response.statusCode();
    // Not the message: some providers repeat in it what they were asked.
    LOG.debugf("Model %s answered %s", model, error.words(status));
    return Refusal.of(
        status, AskedWait.of(status, response::getHeader, error, Instant.now()), error);
  }
}
