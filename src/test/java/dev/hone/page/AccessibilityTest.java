package dev.hone.page;

import static dev.hone.page.PageModel.endless;
import static dev.hone.page.PageModel.says;
import static dev.hone.page.PageModel.server;
import static dev.hone.page.PageModel.verdict;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.model.ScriptedModelServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People who see, hear or point otherwise can use the page. */
@NeedsBrowser
@QuarkusTest
@WithTestResource(PageModel.class)
class AccessibilityTest {

  @RegisterExtension static final Browser browser = new Browser();

  private ScriptedModelServer model;

  @BeforeEach
  void script() {
    model = PageModel.fresh();
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void axeFindsNoSeriousFault(String scheme) {
    model.enqueue(
        says("A [link](https://example.org), `code`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"),
        verdict("Say more.", "1"),
        endless("Second "));
    browser.scheme(scheme);
    browser.open(server(), "/");
    browser.script("document.querySelector('[data-testid=settings]').open = true");
    browser.click("add-message");
    assertNoFault("the form");

    browser.type("message-0", "Be kind.");
    browser.type("question", "Why is the sky blue?");
    browser.click("start");
    browser.awaitText("candidate-1", "Second");
    assertNoFault("while it is written");

    browser.type("steer-text", "Shorter.");
    browser.click("steer-next");
    browser.awaitText("steering", "Shorter.");
    browser.click("cancel");
    browser.awaitPhase("done");
    assertNoFault("at the end");

    browser.click("fork-0");
    browser.find("fork-message");
    assertNoFault("the dialog");
  }

  @Test
  void onlyPhasesAreAnnounced() {
    model.enqueue(says("one two three four five "), verdict("Say more.", "1"), endless("Second "));
    browser.open(server(), "/");
    browser.type("question", "Why?");
    browser.script(
        """
        window.announced = [];
        new MutationObserver((changes) => changes.forEach(({ target }) => {
          const region = (target.nodeType === 3 ? target.parentElement : target)
              ?.closest('[role=status], [role=alert], [aria-live]');
          if (region?.textContent.trim()) window.announced.push(region.textContent.trim());
        })).observe(document.body, { subtree: true, childList: true, characterData: true });
        """);
    browser.click("start");
    browser.awaitText("candidate-1", "Second");

    List<String> announced = browser.script("return [...new Set(window.announced)]");
    assertTrue(announced.contains("Improving: refinement 1 of 3"), announced.toString());
    assertTrue(
        announced.stream().noneMatch(text -> text.contains("two") || text.contains("Say more")),
        announced.toString());
    browser.click("cancel");
    browser.awaitPhase("done");
  }

  private static void assertNoFault(String where) {
    Axe.assertNoFault(browser, where);
  }
}
