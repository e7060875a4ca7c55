package dev.hone.reward.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonTextTest {

  /** What CPython's {@code str.lower} gives. */
  @ParameterizedTest
  @CsvSource({
    "ΑΣ, ας",
    "ΑΣΑ, ασα",
    "A1Σ, a1σ",
    "ΑΣ.Β, ασ.β",
    "ΑΣ. Β, ας. β",
    "Σ, σ",
    "ΣΑΣ ΑΣ, σας ας",
    "İΣ, i̇ς",
    "𝐀Σ, 𝐀ς",
    "ÀB, àb"
  })
  void lowersAsTheReferenceDoes(String text, String lower) {
    assertEquals(lower, PythonText.lower(text));
  }

  @ParameterizedTest
  @CsvSource({"5551234567, -0.5", "吉5551234567, 0", "𠮷5551234567, 0", "𠮷 5551234567, -0.5"})
  void wordsHaveLettersBeyondSixteenBits(String text, double score) {
    assertEquals(score, Evaluating.by(new PrivacyLeakage(), text).score());
  }

  @Test
  void letsNothingButWhiteSpaceGo() {
    assertEquals("a\u200b", PythonText.strip("\u3000 a\u200b\n"));
  }
}
