package dev.hone.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** A connection to the server on which a test says every byte itself. */
public final class Wire implements AutoCloseable {

  private static final int PATIENCE = 20_000;

  private final Socket socket;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private boolean over;

  private Wire(Socket socket) {
    this.socket = socket;
  }

  static Wire open() {
    return open(0);
  }

  /**
   * @param receiveBuffer in bytes; 0 for the usual one
   */
  static Wire open(int receiveBuffer) {
    return to(URI.create(Api.server()), receiveBuffer);
  }

  /** To a server in a process of its own. */
  public static Wire to(URI server) {
    return to(server, 0);
  }

  /**
   * @param receiveBuffer in bytes; 0 for the usual one
   */
  public static Wire to(URI server, int receiveBuffer) {
    Socket socket = new Socket();
    try {
      if (receiveBuffer > 0) {
        socket.setReceiveBufferSize(receiveBuffer);
      }
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), PATIENCE);
      return new Wire(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  /**
   * Lines end with CRLF; a connection that was cut meanwhile takes nothing, which is no failure.
   */
  public Wire send(String text) {
    return text.isEmpty()
        ? this
        : send(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  /** A text message of a WebSocket, masked by zeros. */
  public Wire sendFrame(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer frame = ByteBuffer.allocate(bytes.length + 14).put((byte) 0x81);
    if (bytes.length < 126) {
      frame.put((byte) (0x80 | bytes.length));
    } else if (bytes.length < 65536) {
      frame.put((byte) 0xfe).putShort((short) bytes.length);
    } else {
      frame.put((byte) 0xff).putLong(bytes.length);
    }
    frame.putInt(0).put(bytes);
    return send(Arrays.copyOf(frame.array(), frame.position()));
  }

  /** What a WebSocket may say without a reason. */
  public Wire sendPong() {
    return send(new byte[] {(byte) 0x8a, (byte) 0x80, 0, 0, 0, 0});
  }

  private Wire send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (SocketException cut) {
      over = true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Sends the text again and again, slowly, until the server ends the connection. */
  public Wire trickleUntilCut(String text) {
    long end = System.nanoTime() + PATIENCE * 1_000_000L;
    while (!over && System.nanoTime() < end) {
      trickle(text);
    }
    return this;
  }

  /** Sends the text, and is slow about it. */
  void trickle(String text) {
    send(text);
    read(50);
  }

  /** Reads until the server ends the connection, and gives all that came. */
  public String untilCut() {
    return until(() -> false, true);
  }

  /** Reads until this has come, and gives all that came. */
  public String until(String text) {
    return until(all -> all.contains(text));
  }

  /** As {@link #until(String)}, of all that came. */
  String until(Predicate<String> enough) {
    return until(() -> enough.test(text()), false);
  }

  private String until(BooleanSupplier enough, boolean cut) {
    long end = System.nanoTime() + PATIENCE * 1_000_000L;
    while (!over && !enough.getAsBoolean()) {
      read(100);
      if (System.nanoTime() > end) {
        throw new AssertionError("still open, with: " + text());
      }
    }
    if (over != cut && !enough.getAsBoolean()) {
      throw new AssertionError("cut, with: " + text());
    }
    return text();
  }

  public boolean isCut() {
    return over;
  }

  public String text() {
    return received.toString(StandardCharsets.UTF_8);
  }

  private void read(int patience) {
    byte[] buffer = new byte[64 * 1024];
    try {
      socket.setSoTimeout(patience);
      int length = socket.getInputStream().read(buffer);
      over |= length < 0;
      received.write(buffer, 0, Math.max(0, length));
    } catch (SocketTimeoutException nothing) {
      // it is open
    } catch (SocketException reset) {
      over = true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
