package dev.hone.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A client of a batch on a socket of its own: it writes and reads when it is told, and can go at
 * any moment.
 */
public final class BatchClient implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PATIENCE_MS = 20_000;

  private final Socket socket;
  private final InputStream in;
  private Map<String, String> head;
  private int left;
  private boolean over;

  private BatchClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    socket.setSoTimeout(PATIENCE_MS);
  }

  /**
   * Sends the head of a request whose length is not known.
   *
   * @param query empty, or what follows a question mark
   */
  static BatchClient open(String query, String... headers) {
    return openWith(query, "Transfer-Encoding: chunked", headers);
  }

  /** Sends the head of a request that says how long it is. */
  static BatchClient openSized(String query, long length, String... headers) {
    return openWith(query, "Content-Length: " + length, headers);
  }

  /** Sends the head of a request to a server in a process of its own. */
  public static BatchClient open(URI server, String query, String... headers) {
    return openWith(server, query, "Transfer-Encoding: chunked", headers);
  }

  private static BatchClient openWith(String query, String body, String... headers) {
    return openWith(URI.create(Api.server()), query, body, headers);
  }

  private static BatchClient openWith(URI server, String query, String body, String... headers) {
    try {
      BatchClient client = new BatchClient(new Socket(server.getHost(), server.getPort()));
      List<String> lines = new ArrayList<>();
      lines.add("POST /v1/refinements/batch" + (query.isEmpty() ? "" : "?" + query) + " HTTP/1.1");
      lines.add("Host: " + server.getAuthority());
      lines.add("Content-Type: application/x-ndjson");
      lines.add(body);
      lines.addAll(List.of(headers));
      client.write(String.join("\r\n", lines) + "\r\n\r\n");
      return client;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A whole batch of lines, answered. */
  static List<JsonNode> refine(String query, List<String> lines) {
    try (BatchClient client = open(query)) {
      lines.forEach(client::send);
      return client.end().rest();
    }
  }

  /** Sends a line with its end as a chunk. */
  public BatchClient send(String line) {
    return chunk(line + "\n");
  }

  /** Sends text that may end anywhere. */
  BatchClient chunk(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    write(Integer.toHexString(bytes.length) + "\r\n");
    write(bytes);
    return write("\r\n");
  }

  public BatchClient end() {
    return write("0\r\n\r\n");
  }

  /** Sends text as it is, for a request that has said its length. */
  BatchClient write(String text) {
    return write(text.getBytes(StandardCharsets.UTF_8));
  }

  private BatchClient write(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int status() {
    return Integer.parseInt(head().get(":status"));
  }

  /** {@code null} if the answer has no such header. */
  String header(String name) {
    return head().get(name);
  }

  /** The next line, or {@code null} after the last. */
  public JsonNode next() {
    String line = line();
    try {
      return line == null ? null : JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }

  /** The next line as it came, or {@code null} after the last. */
  String line() {
    head();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = read(); next >= 0; next = read()) {
      if (next == '\n') {
        return line.toString(StandardCharsets.UTF_8);
      }
      line.write(next);
    }
    if (!line.toString(StandardCharsets.UTF_8).isBlank()) {
      throw new IllegalStateException("half a line: " + line);
    }
    return null;
  }

  public List<JsonNode> rest() {
    List<JsonNode> lines = new ArrayList<>();
    for (JsonNode line = next(); line != null; line = next()) {
      lines.add(line);
    }
    return lines;
  }

  /** The body of an answer that says its length. */
  JsonNode problem() {
    try {
      return JSON.readTree(in.readNBytes(Integer.parseInt(header("Content-Length"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first line of the answer that follows. */
  String nextHead() {
    return headLine();
  }

  /** Reads the interim answer that says that the body may come. */
  BatchClient awaitContinue() {
    String interim = headLine();
    if (!interim.startsWith("HTTP/1.1 100")) {
      throw new IllegalStateException(interim);
    }
    headLine();
    return this;
  }

  /** Whether the server has ended the connection; waits for it. */
  boolean isCut() {
    try {
      return in.read() < 0;
    } catch (SocketException reset) {
      return true;
    } catch (IOException open) {
      return false;
    }
  }

  /** Goes as a process does that is killed. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Goes as one that resets the connection. */
  void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, String> head() {
    if (head == null) {
      Map<String, String> read = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      read.put(":status", headLine().split(" ")[1]);
      for (String line = headLine(); !line.isEmpty(); line = headLine()) {
        read.put(
            line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 1).trim());
      }
      head = read;
    }
    return head;
  }

  private String headLine() {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = readByte(); next != '\n'; next = readByte()) {
      if (next < 0) {
        throw new IllegalStateException("the server has gone");
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).trim();
  }

  /** A byte of the body, −1 after the last. */
  private int read() {
    if (over) {
      return -1;
    }
    if (!"chunked".equals(head.get("Transfer-Encoding"))) {
      return readByte();
    }
    if (left == 0) {
      left = Integer.parseInt(headLine(), 16);
      if (left == 0) {
        headLine();
        over = true;
        return -1;
      }
    }
    int next = readByte();
    if (--left == 0) {
      headLine();
    }
    return next;
  }

  private int readByte() {
    try {
      return in.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
