package dev.hone.api.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyListTest {

  private static final String MARKER = "5ec4e7";

  @Test
  void knowsWhoseAKeyIs() {
    KeyList keys =
        KeyList.of(List.of(Keys.line("alice", "a"), Keys.line("bob", "b"), Keys.line("bob", "c")));

    assertEquals("alice", keys.ownerOf("a"));
    assertEquals("bob", keys.ownerOf("b"));
    assertEquals("bob", keys.ownerOf("c"));
    assertNull(keys.ownerOf("d"));
    assertNull(keys.ownerOf(""));
  }

  @Test
  void takesHexInUpperCaseAndLeavesCommentsAndEmptyLinesOut() {
    String upper = "alice:" + Keys.hash("a").toUpperCase(java.util.Locale.ROOT);

    KeyList keys = KeyList.of(List.of("# who may", "", "  " + upper + " \t", "   "));

    assertEquals(1, keys.size());
    assertEquals("alice", keys.ownerOf("a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        MARKER,
        "alice:" + MARKER,
        ":" + MARKER,
        "a b:0000000000000000000000000000000000000000000000000000000000000000",
        "alice:000000000000000000000000000000000000000000000000000000000000000g",
        "alice:00000000000000000000000000000000000000000000000000000000000000000"
      })
  void saysWhichLineIsWrongAndNotWhatItHolds(String wrong) {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> KeyList.of(List.of(Keys.line("alice", "a"), wrong)))
            .getMessage();

    assertTrue(message.startsWith("line 2 should be an owner"), message);
    assertFalse(message.contains(MARKER), message);
  }

  @Test
  void thereIsAKeyAndNotTooMany() {
    List<String> many = Collections.nCopies(KeyList.MOST + 1, Keys.line("alice", "a"));

    assertThrows(IllegalArgumentException.class, () -> KeyList.of(List.of("# nobody")));
    assertThrows(IllegalArgumentException.class, () -> KeyList.of(many));
  }
}
