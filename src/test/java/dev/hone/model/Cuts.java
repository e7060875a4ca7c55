package dev.hone.model;

import java.util.ArrayList;
import java.util.List;

/** Cuts a text as a network might: anywhere. */
final class Cuts {

  private Cuts() {}

  /**
   * @param places where to cut, in any order; taken modulo the length
   * @return the pieces in order, some of them perhaps empty; together they are the text
   */
  static List<String> pieces(String text, List<Integer> places) {
    List<String> pieces = new ArrayList<>();
    int from = 0;
    for (int at : places.stream().map(place -> place % (text.length() + 1)).sorted().toList()) {
      pieces.add(text.substring(from, at));
      from = at;
    }
    pieces.add(text.substring(from));
    return pieces;
  }
}
