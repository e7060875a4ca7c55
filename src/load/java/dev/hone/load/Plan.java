package dev.hone.load;

import java.util.Map;
import java.util.TreeMap;

/**
 * What is to be measured, as a person asks for it: a scenario's name and what differs from its
 * usual numbers.
 */
record Plan(Scenario scenario, Map<String, Integer> numbers) {

  /**
   * @param text {@code fanout sse=500 seconds=10}; the name may be left out
   * @throws IllegalArgumentException if it names what there is not
   */
  static Plan of(String text) {
    Scenario scenario = Scenario.MIXED;
    Map<String, Integer> asked = new TreeMap<>();
    for (String word : text.isBlank() ? new String[0] : text.strip().split("[\\s,]+")) {
      if (word.contains("=")) {
        put(word, asked);
      } else {
        scenario = Scenario.named(word);
      }
    }
    Map<String, Integer> numbers = new TreeMap<>();
    for (String word : scenario.usual().split(" ")) {
      put(word, numbers);
    }
    for (String name : asked.keySet()) {
      if (!numbers.containsKey(name)) {
        throw new IllegalArgumentException(
            scenario.label() + " has no " + name + " but " + numbers.keySet());
      }
    }
    numbers.putAll(asked);
    return new Plan(scenario, numbers);
  }

  private static void put(String word, Map<String, Integer> into) {
    String[] sides = word.split("=", 2);
    try {
      into.put(sides[0], Integer.valueOf(sides[1]));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(word + " is not <option>=<number>", e);
    }
  }

  int get(String name) {
    return numbers.get(name);
  }

  /** What the scenario doesn't have is 0. */
  int orZero(String name) {
    return numbers.getOrDefault(name, 0);
  }

  Plan with(String name, int number) {
    Map<String, Integer> changed = new TreeMap<>(numbers);
    changed.put(name, number);
    return new Plan(scenario, changed);
  }
}
