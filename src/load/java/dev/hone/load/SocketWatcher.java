package dev.hone.load;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;

/** Watches by a WebSocket of its own. */
final class SocketWatcher extends Watcher {

  private WebSocket socket;

  SocketWatcher(Site site, Reading reading, boolean slow) {
    super(site, reading, slow);
  }

  @Override
  protected void connect(Vertx vertx) {
    site.webSockets(slow)
        .connect(site.port(), Site.HOST, "/v1/refinements/ws")
        .onSuccess(this::ask)
        .onFailure(failure -> cut("no WebSocket: " + failure.getMessage()));
  }

  private void ask(WebSocket connected) {
    if (!isHere()) {
      connected.close();
      return;
    }
    socket = connected;
    socket.closeHandler(
        closed -> {
          if (connected == socket) {
            cut("WebSocket cut");
          }
        });
    socket.exceptionHandler(failure -> {});
    socket.handler(message -> read(message, connected));
    socket.writeTextMessage(
        "{\"type\":\"watch\",\"run\":\"%s\",\"after\":%d}".formatted(reading.run(), reading.seq()));
    if (slow) {
      socket.pause();
      letIn();
    }
  }

  /** A message is one frame: the server's may be as large as its largest message. */
  private void read(Buffer message, WebSocket from) {
    if (from == socket) {
      reading.event(message.getBytes(), 0, message.length(), System.nanoTime());
      read();
    }
  }

  @Override
  protected boolean isConnected() {
    return socket != null;
  }

  @Override
  protected void disconnect() {
    WebSocket left = socket;
    socket = null;
    if (left != null) {
      left.close();
    }
  }
}
