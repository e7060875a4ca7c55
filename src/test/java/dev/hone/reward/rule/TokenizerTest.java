package dev.hone.reward.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hone.refinement.Rewards.InvalidReward;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerTest {

  private final Rule rule = new F1Score();

  @Test
  void tiktokenIsTheDefault() {
    assertEquals(
        List.of("hello", " world", "!"),
        Tokenizer.of(Evaluating.params(rule, "{}")).tokens("hello world!"));
  }

  @Test
  void piecesOfACharacterAreReplacementSigns() {
    assertEquals(List.of("\uFFFD", "\uFFFD", "\uFFFD"), tiktoken().tokens("𝒳"));
  }

  @Test
  void halfACharacterIsAReplacementSign() {
    assertEquals("a\uFFFDb", String.join("", tiktoken().tokens("a\uD83Db")));
  }

  @Test
  void textsWithASpecialTokenAreSplitAtWhiteSpaceAsInTheReference() {
    assertEquals(List.of("one", "<|endoftext|>two"), tiktoken().tokens("one <|endoftext|>two"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"r50k_base", "p50k_base", "p50k_edit", "cl100k_base", "o200k_base"})
  void allVocabulariesAreThere(String encoding) {
    Tokenizer tokenizer =
        Tokenizer.of(Evaluating.params(rule, "{\"encoding_name\": \"" + encoding + "\"}"));

    assertEquals(List.of("some", " words"), tokenizer.tokens("some words"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"tokenizer_type\": \"jieba\"}",
        "{\"encoding_name\": \"gpt2\"}",
        "{\"chinese_only\": true}"
      })
  void refusesWhatIsNotHere(String params) {
    assertThrows(InvalidReward.class, () -> Evaluating.params(rule, params));
  }

  @Test
  void decidesTheScore() {
    assertEquals(
        2.0 / 9,
        Evaluating.by(
                rule, "a dog sat", "the cat sat on 3 mats", "{\"tokenizer_type\": \"simple\"}")
            .score(),
        1e-12);
    assertEquals(0, Evaluating.by(rule, "sat", "cat sat").score());
  }

  private Tokenizer tiktoken() {
    return Tokenizer.of(Evaluating.params(rule, "{}"));
  }
}
