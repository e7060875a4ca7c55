package dev.hone.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One watcher's place in a run, and the check that it gets all of it once: numbers of events only
 * grow, and each token of a candidate comes, in order, unless the candidate as a whole does. Made
 * for one event loop.
 */
final class Reading {

  private static final byte[] TYPE = bytes("{\"type\":\"");
  private static final byte[] RUN = bytes("\"run\":\"");
  private static final byte[] SEQ = bytes("\"seq\":");
  private static final byte[] TEXT = bytes("\"text\":\"");
  private static final byte[] DELTA = bytes("candidate.delta\"");
  private static final byte[] STARTED = bytes("candidate.started\"");
  private static final byte[] WHOLE = bytes("candidate.completed\"");
  private static final byte[] COMPLETED = bytes("run.completed\"");
  private static final byte[] FAILED = bytes("run.failed\"");
  private static final byte[] CANCELLED = bytes("run.cancelled\"");
  private static final byte[] ERROR = bytes("error\"");

  private final Meter meter;
  private final int tokens;
  private String run;
  private long seq;
  private int next;
  private long joined;
  private long before;
  private boolean ended;

  /**
   * @param run {@code null} if its first event tells it
   * @param tokens of each candidate
   */
  Reading(Meter meter, String run, int tokens) {
    this.meter = meter;
    this.run = run;
    this.tokens = tokens;
  }

  String run() {
    return run;
  }

  /** Of the newest event. */
  long seq() {
    return seq;
  }

  boolean hasEnded() {
    return ended;
  }

  /** It watches from now on: what was sent before is not late. */
  void join() {
    joined = System.nanoTime();
    before = 0;
  }

  /** An event's JSON has come; anything else that comes is left out. */
  void event(byte[] json, int from, int to, long now) {
    int type = from + TYPE.length;
    int number = indexOf(SEQ, json, type, to);
    if (number < 0) {
      if (startsWith(ERROR, json, type, to)) {
        meter.fault("error: " + new String(json, from, to - from, StandardCharsets.UTF_8));
      }
      return;
    }
    meter.window().events.increment();
    number(number, json, to);
    if (startsWith(DELTA, json, type, to)) {
      delta(json, indexOf(TEXT, json, type, to), to, now);
    } else if (startsWith(STARTED, json, type, to)) {
      next = 0;
      before = 0;
    } else if (startsWith(WHOLE, json, type, to)) {
      next = tokens;
    } else {
      end(json, from, type, to);
    }
  }

  private void number(int at, byte[] json, int to) {
    long newest = digits(json, at, to);
    if (newest <= seq) {
      meter.fault("event twice");
    }
    seq = newest;
  }

  /** Its text is tokens as {@link Model} writes them: {@code t<number>.<nanos> }. */
  private void delta(byte[] json, int from, int to, long now) {
    int at = from;
    Meter.Window window = meter.window();
    if (before != 0) {
      window.gap(now - before);
    }
    before = now;
    while (at < to && json[at] == 't') {
      int token = (int) digits(json, at + 1, to);
      int stamp = indexOf((byte) '.', json, at, to) + 1;
      long sent = digits(json, stamp, to);
      token(token, sent, now, window);
      at = indexOf((byte) ' ', json, stamp, to) + 1;
    }
  }

  private void token(int token, long sent, long now, Meter.Window window) {
    if (token != next) {
      meter.fault(token < next ? "token twice" : "token lost");
    }
    next = token + 1;
    window.tokens.increment();
    if (sent >= joined) {
      window.latency(now - sent);
    }
  }

  private void end(byte[] json, int from, int type, int to) {
    if (run == null) {
      int id = indexOf(RUN, json, from, to);
      run = new String(json, id, indexOf((byte) '"', json, id, to) - id, StandardCharsets.US_ASCII);
    }
    if (startsWith(COMPLETED, json, type, to)) {
      ended = true;
      if (next != tokens) {
        meter.fault("candidate cut");
      }
    } else if (startsWith(FAILED, json, type, to) || startsWith(CANCELLED, json, type, to)) {
      ended = true;
      meter.fault("run failed");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static long digits(byte[] text, int from, int to) {
    long number = 0;
    for (int at = from; at < to && text[at] >= '0' && text[at] <= '9'; at++) {
      number = number * 10 + text[at] - '0';
    }
    return number;
  }

  private static boolean startsWith(byte[] word, byte[] text, int from, int to) {
    return to - from >= word.length
        && Arrays.equals(word, 0, word.length, text, from, from + word.length);
  }

  /** Behind the word; −1 if it is not there. */
  private static int indexOf(byte[] word, byte[] text, int from, int to) {
    for (int at = from; at <= to - word.length; at++) {
      if (text[at] == word[0] && startsWith(word, text, at, to)) {
        return at + word.length;
      }
    }
    return -1;
  }

  private static int indexOf(byte character, byte[] text, int from, int to) {
    int at = from;
    while (at < to && text[at] != character) {
      at++;
    }
    return at;
  }
}
