package dev.hone.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " two  blanks \n\n- list\t*x*",
        "Dürüm, 92–96 °C, 日本語, e\u0301",
        "👩‍🔬 and 🎉",
        "a\u00a0b\u2028c\r\n12345",
        "lone \ud83d surrogate",
        "Donaudampfschifffahrt"
      })
  void joinedTheyAreTheTextAgain(String text) {
    assertEquals(text, String.join("", Tokens.of(text)));
    assertEquals(Tokens.of(text).size(), Tokens.count(text));
  }

  @Test
  void areAboutAsLargeAsARealTokenizers() {
    List<String> tokens = Tokens.of("The sky is blue, since air scatters short waves.");

    assertEquals(
        List.of(
            "The",
            " sky",
            " is",
            " blue",
            ",",
            " since",
            " air",
            " scatters",
            " short",
            " waves",
            "."),
        tokens);
    assertTrue(tokens.stream().noneMatch(String::isEmpty));
  }
}
