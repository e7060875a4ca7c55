package dev.hone.demo;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Cuts a text into pieces about as large as a real tokenizer's; joined they are the text again. */
final class Tokens {

  /** A word keeps the blank before it, long words and numbers are cut, as GPT's vocabularies do. */
  private static final Pattern PIECE =
      Pattern.compile(
          " ?[\\p{L}\\p{M}]{1,9}| ?\\p{N}{1,3}| ?[^\\s\\p{L}\\p{M}\\p{N}]{1,4}|\\s",
          Pattern.DOTALL);

  private Tokens() {}

  static List<String> of(String text) {
    return PIECE.matcher(text).results().map(MatchResult::group).toList();
  }

  static int count(String text) {
    return (int) PIECE.matcher(text).results().count();
  }
}
