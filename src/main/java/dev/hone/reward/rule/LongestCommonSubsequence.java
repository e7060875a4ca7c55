package dev.hone.reward.rule;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The length of the longest common subsequence, 64 cells of the usual table at once (Hyyrö, 2004):
 * two texts of 100,000 words each take a fraction of a second.
 */
final class LongestCommonSubsequence {

  private static final int BLOCK = Long.SIZE;

  private final int cells;
  private final long[] row; // a 0 for each cell that is one more than the cell before it
  private final Map<String, Places> byWord = new HashMap<>();

  private LongestCommonSubsequence(List<String> words) {
    this.cells = words.size();
    this.row = new long[(cells + BLOCK - 1) / BLOCK];
    Arrays.fill(row, -1L);
    for (int at = 0; at < cells; at++) {
      byWord.computeIfAbsent(words.get(at), word -> new Places()).add(at);
    }
    byWord.values().forEach(places -> places.spread(row.length));
  }

  static int length(List<String> a, List<String> b) {
    LongestCommonSubsequence table = new LongestCommonSubsequence(a);
    for (String word : b) {
      Places places = table.byWord.get(word);
      if (places != null) {
        table.advance(places);
      }
    }
    return table.length();
  }

  private void advance(Places places) {
    boolean carry = false;
    int next = 0;
    for (int block = places.at[0] / BLOCK; block < row.length; block++) {
      long matches = 0;
      if (places.bits != null) {
        matches = places.bits[block];
      } else {
        while (next < places.size && places.at[next] / BLOCK == block) {
          matches |= 1L << places.at[next++];
        }
        if (!carry && matches == 0 && next == places.size) {
          return; // nothing more can change
        }
      }
      long before = row[block];
      long sum = before + (before & matches);
      long carried = carry ? sum + 1 : sum;
      carry = Long.compareUnsigned(sum, before) < 0 || carry && carried == 0;
      row[block] = carried | (before & ~matches);
    }
  }

  private int length() {
    int ones = 0;
    for (int at = 0; at < cells; at++) {
      ones += (int) (row[at / BLOCK] >>> at & 1);
    }
    return cells - ones;
  }

  /** Where a word stands, ascending. */
  private static final class Places {
    private int[] at = new int[2];
    private int size;
    private long[] bits; // of frequent words: the same, a bit each

    void add(int place) {
      if (size == at.length) {
        at = Arrays.copyOf(at, 2 * size);
      }
      at[size++] = place;
    }

    /** At most 64 words are so frequent. */
    void spread(int blocks) {
      if (size > blocks) {
        bits = new long[blocks];
        for (int i = 0; i < size; i++) {
          bits[at[i] / BLOCK] |= 1L << at[i];
        }
      }
    }
  }
}
