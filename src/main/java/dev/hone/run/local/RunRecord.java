package dev.hone.run.local;

import com.fasterxml.jackson.databind.ObjectReader;
import dev.hone.refinement.Event;
import dev.hone.refinement.EventJson;
import dev.hone.refinement.Json;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a run's file tells.
 *
 * @param header {@code null} if its line is not whole
 * @param events all up to the first line that is not whole or no event of the run
 * @param length where that line begins
 * @param torn whether there is such a line
 * @param damaged whether it is not the last: then more happened than the end of a process
 */
record RunRecord(RunHeader header, List<Event> events, long length, boolean torn, boolean damaged) {

  private static final ObjectReader HEADER = Json.MAPPER.readerFor(RunHeader.class);

  /** A header has no texts; only a very long owner makes it longer. */
  private static final int HEADER_BYTES = 1024;

  /**
   * Reads the first line only.
   *
   * @return {@code null} if it is not whole
   * @throws IOException if it can't be read or is no header
   */
  static RunHeader readHeader(Path file) throws IOException {
    byte[] start = new byte[HEADER_BYTES];
    int length;
    try (InputStream in = new FileInputStream(file.toFile())) { // a third of the cost of Files'
      length = in.read(start);
    }
    boolean whole = endOfLine(start, 0) >= 0 || length < HEADER_BYTES;
    return header(whole ? start : Files.readAllBytes(file));
  }

  /**
   * @throws IOException if it can't be read or begins with a line that is no header
   */
  static RunRecord read(Path file, String run) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    RunHeader header = header(bytes);
    List<Event> events = new ArrayList<>();
    int from = endOfLine(bytes, 0) + 1;
    int end = endOfLine(bytes, from);
    while (header != null && end >= 0) {
      Event event = event(Arrays.copyOfRange(bytes, from, end));
      if (event == null || !follows(event, events, run)) {
        break;
      }
      events.add(event);
      from = end + 1;
      end = endOfLine(bytes, from);
    }
    return new RunRecord(header, events, from, from < bytes.length, end >= 0);
  }

  private static RunHeader header(byte[] bytes) throws IOException {
    int end = endOfLine(bytes, 0);
    return end < 0 ? null : HEADER.readValue(bytes, 0, end);
  }

  /** {@code null} if it is none. */
  private static Event event(byte[] line) {
    try {
      return EventJson.decode(line);
    } catch (IOException | RuntimeException unreadable) {
      return null;
    }
  }

  private static boolean follows(Event event, List<Event> before, String run) {
    long last = before.isEmpty() ? 0 : before.get(before.size() - 1).seq();
    return event.run().equals(run) && event.seq() > last;
  }

  /** −1 if there is none. */
  private static int endOfLine(byte[] bytes, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }
}
