package dev.hone.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.util.List;

/** axe-core's opinion of what a browser shows. */
final class Axe {

  private static final List<String> FAULTS = List.of("serious", "critical");

  private Axe() {}

  static void assertNoFault(Browser browser, String where) {
    AxeBuilder axe = new AxeBuilder();
    axe.setLegacyMode(true); // there are no frames, for which it would open a window
    List<String> faults =
        axe.analyze(browser.driver()).getViolations().stream()
            .filter(rule -> FAULTS.contains(rule.getImpact()))
            .map(Axe::said)
            .toList();
    assertEquals(List.of(), faults, where);
  }

  private static String said(Rule rule) {
    return rule.getId() + ": " + rule.getHelp() + " " + rule.getNodes();
  }
}
