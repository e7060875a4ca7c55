package dev.hone.reward.judge;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubstanceTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\n\t",
        ":",
        ".",
        "...",
        "—",
        "!?",
        "```",
        "```\n```",
        "|||",
        "$",
        "+",
        "<>",
        "。",
        "、",
        "\u200B",
        "\u00A0",
        "\uFEFF",
        "「」",
        "¿?"
      })
  void isNotInPunctuation(String text) {
    assertFalse(Substance.isIn(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "4", "∞", "👍", "字", "½", "- x", "ß", "𝒳", "Ⅻ", "€"})
  void isInAnythingThatCanBeAnAnswer(String text) {
    assertTrue(Substance.isIn(text));
  }
}
