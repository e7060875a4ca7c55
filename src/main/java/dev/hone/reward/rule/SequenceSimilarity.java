package dev.hone.reward.rule;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Ratcliff and Obershelp's similarity as Python's {@code difflib} computes it: the longest common
 * piece, then the same to its left and right; characters that are frequent in a long second text
 * begin no piece.
 */
final class SequenceSimilarity {

  private static final int[] NOWHERE = {};

  /** From this length on characters can be too frequent. */
  private static final int LONG = 200;

  /** About a second; the work can grow by the square of the lengths and more. */
  private static final long MOST_STEPS = 500_000_000L;

  private final int[] a;
  private final int[] b;
  private final Map<Integer, int[]> places = new HashMap<>();
  private int[] before; // length of the piece that ends at each place of b, in the row before
  private int[] now;
  private long steps;

  private record Window(int aFrom, int aTo, int bFrom, int bTo) {}

  private record Piece(int a, int b, int size) {}

  private SequenceSimilarity(String a, String b) {
    this.a = a.codePoints().toArray();
    this.b = b.codePoints().toArray();
    this.before = new int[this.b.length + 1];
    this.now = new int[this.b.length + 1];
    find(this.b);
  }

  /** From 0 to 1; 1 for two empty texts. */
  static double ratio(String a, String b) {
    if (a.equals(b)) {
      return 1; // what the search would find, too
    }
    SequenceSimilarity similarity = new SequenceSimilarity(a, b);
    int length = similarity.a.length + similarity.b.length;
    return 2.0 * similarity.matches() / length;
  }

  private void find(int[] text) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (int character : text) {
      counts.merge(character, 1, Integer::sum);
    }
    int most = text.length < LONG ? Integer.MAX_VALUE : text.length / 100 + 1;
    counts.values().removeIf(count -> count > most);
    counts.forEach((character, count) -> places.put(character, new int[count]));
    for (int at = text.length - 1; at >= 0; at--) {
      int[] its = places.get(text[at]);
      if (its != null) {
        its[counts.merge(text[at], -1, Integer::sum)] = at;
      }
    }
  }

  private int matches() {
    int matches = 0;
    Deque<Window> left = new ArrayDeque<>();
    left.push(new Window(0, a.length, 0, b.length));
    while (!left.isEmpty()) {
      Window window = left.pop();
      Piece piece = extended(longest(window), window);
      if (piece.size > 0) {
        matches += piece.size;
        push(left, window.aFrom, piece.a, window.bFrom, piece.b);
        push(left, piece.a + piece.size, window.aTo, piece.b + piece.size, window.bTo);
      }
    }
    return matches;
  }

  private static void push(Deque<Window> left, int aFrom, int aTo, int bFrom, int bTo) {
    if (aFrom < aTo && bFrom < bTo) {
      left.push(new Window(aFrom, aTo, bFrom, bTo));
    }
  }

  /** The first of the longest common pieces of characters that aren't too frequent. */
  private Piece longest(Window window) {
    Piece best = new Piece(window.aFrom, window.bFrom, 0);
    int[] last = NOWHERE;
    for (int i = window.aFrom; i < window.aTo; i++) {
      int[] its = places.getOrDefault(a[i], NOWHERE);
      work(1 + last.length + its.length);
      for (int at = first(its, window.bFrom); at < its.length && its[at] < window.bTo; at++) {
        int j = its[at];
        int size = before[j] + 1;
        now[j + 1] = size;
        if (size > best.size) {
          best = new Piece(i - size + 1, j - size + 1, size);
        }
      }
      nextRow(last);
      last = its;
    }
    nextRow(last);
    clear(before, last);
    return best;
  }

  /** Frequent characters may make a piece longer, though they begin none. */
  private Piece extended(Piece piece, Window window) {
    int i = piece.a;
    int j = piece.b;
    while (i > window.aFrom && j > window.bFrom && a[i - 1] == b[j - 1]) {
      i--;
      j--;
    }
    int size = piece.size + piece.a - i;
    while (i + size < window.aTo && j + size < window.bTo && a[i + size] == b[j + size]) {
      size++;
    }
    return new Piece(i, j, size);
  }

  private void nextRow(int[] last) {
    clear(before, last);
    int[] free = before;
    before = now;
    now = free;
  }

  private static void clear(int[] row, int[] places) {
    for (int place : places) {
      row[place + 1] = 0;
    }
  }

  private static int first(int[] places, int from) {
    int found = Arrays.binarySearch(places, from);
    return found >= 0 ? found : -found - 1;
  }

  private void work(int more) {
    steps += more;
    if (steps > MOST_STEPS) {
      throw new Rule.TooMuch("The answer is too long to be compared with the reference.");
    }
  }
}
