package dev.hone.load;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Watches by Server-Sent Events, on a bare socket so that thousands cost little: it looks only for
 * lines of data, between which stand the sizes of chunks.
 */
final class SseWatcher extends Watcher {

  private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);

  private final String start;
  private NetSocket socket;
  private byte[] line = new byte[512];
  private int length;
  private boolean answered;

  /**
   * @param start the body of the request that starts the run and streams it; {@code null} if it
   *     runs
   */
  SseWatcher(Site site, Reading reading, String start, boolean slow) {
    super(site, reading, slow);
    this.start = start;
  }

  @Override
  protected void connect(Vertx vertx) {
    length = 0;
    answered = false;
    site.tcp(slow)
        .connect(site.port(), Site.HOST)
        .onSuccess(this::ask)
        .onFailure(failure -> cut("not connected: " + failure.getMessage()));
  }

  private void ask(NetSocket connected) {
    if (!isHere()) {
      connected.close();
      return;
    }
    socket = connected;
    socket.closeHandler(
        closed -> {
          if (connected == socket) {
            cut("event stream cut");
          }
        });
    socket.exceptionHandler(failure -> {});
    socket.handler(bytes -> read(bytes, connected));
    if (slow) {
      socket.pause();
      letIn();
    }
    socket.write(reading.run() == null ? post() : get());
  }

  private String get() {
    return "GET /v1/refinements/%s/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n%s\r\n"
        .formatted(
            reading.run(), reading.seq() == 0 ? "" : "Last-Event-ID: " + reading.seq() + "\r\n");
  }

  private String post() {
    return ("POST /v1/refinements HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
            + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s")
        .formatted(start.length(), start);
  }

  private void read(Buffer bytes, NetSocket from) {
    if (from != socket) {
      return; // of a connection that was left
    }
    long now = System.nanoTime();
    for (byte next : bytes.getBytes()) {
      if (next == '\n') {
        line(now);
        length = 0;
      } else {
        if (length == line.length) {
          line = Arrays.copyOf(line, 2 * length);
        }
        line[length++] = next;
      }
    }
    read();
  }

  private void line(long now) {
    if (!answered) {
      answered = true;
      String status = new String(line, 0, length, StandardCharsets.US_ASCII).strip();
      if (!status.equals("HTTP/1.1 200 OK")) {
        cut("answered by " + status);
      }
    } else if (length > DATA.length && Arrays.equals(line, 0, DATA.length, DATA, 0, DATA.length)) {
      reading.event(line, DATA.length, length, now);
    }
  }

  @Override
  protected boolean isConnected() {
    return socket != null;
  }

  @Override
  protected void disconnect() {
    NetSocket left = socket;
    socket = null;
    if (left != null) {
      left.close();
    }
  }
}
