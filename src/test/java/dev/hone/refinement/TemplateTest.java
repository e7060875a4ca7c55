package dev.hone.refinement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateTest {

  @Test
  void fillsEachPlaceAndLeavesTheRest() {
    Template template = new Template("{{a}}, {{ b }} and {{b}}{{a}}.");

    assertEquals(List.of("a", "b", "a"), template.places());
    assertEquals("1, {{ b }} and 21.", template.fill(Map.of("a", "1", "b", "2")));
  }

  @Test
  void readsNoValueAsATemplate() {
    Template template = new Template("{{a}} {{b}}");

    assertEquals("{{b}} $1 \\ 2", template.fill(Map.of("a", "{{b}} $1 \\", "b", "2")));
  }

  @Test
  void isATextWithoutAPlace() {
    assertEquals("as it is", new Template("as it is").fill(Map.of()));
  }

  @Test
  void refusesAPlaceWithoutAValue() {
    Template template = new Template("{{a}} {{b}}");

    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> template.fill(Map.of("a", "1")));

    assertEquals("nothing to fill in for {{b}}", refused.getMessage());
  }
}
