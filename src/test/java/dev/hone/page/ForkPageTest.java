package dev.hone.page;

import static dev.hone.page.PageModel.endless;
import static dev.hone.page.PageModel.says;
import static dev.hone.page.PageModel.server;
import static dev.hone.page.PageModel.turns;
import static dev.hone.page.PageModel.verdict;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** People go on from a candidate, and take a run to RM-Gallery. */
@NeedsBrowser
@QuarkusTest
@WithTestResource(PageModel.class)
class ForkPageTest {

  @RegisterExtension static final Browser browser = new Browser();

  private String first;

  @BeforeEach
  void aFinishedRun() {
    PageModel.fresh()
        .otherwise(turns(List.of(says("Because.")), List.of(verdict("Fine.", "none"))));
    browser.ask(server(), "Why?");
    browser.awaitPhase("done");
    first = browser.url();
  }

  @Test
  void aForkIsANewRunFromACandidate() {
    browser.click("fork-0");
    browser.find("fork-iterations").clear();
    browser.type("fork-iterations", "1");
    browser.click("fork-start");

    browser.await("another run is shown", () -> !first.equals(browser.url()));
    browser.awaitPhase("done");
    assertTrue(browser.text("candidate-0").contains("Because."));
    assertEquals("Why?", browser.text("asked"));
  }

  @Test
  void aForkThatIsRefusedSaysWhyWhereItWasAskedFor() {
    browser.expectTrouble();
    browser.click("fork-0");
    browser.find("fork-iterations").clear();
    browser.type("fork-iterations", "99", Keys.ENTER);

    browser.await("the dialog says why", () -> saidIn("hone-fork").contains("max_iterations"));
    browser.press(Keys.ESCAPE);
    browser.await("the dialog is gone", () -> !browser.sees("fork-dialog"));
    assertFalse(browser.sees("problem"));
    assertEquals(first, browser.url());
    browser.click("fork-0");
    browser.find("fork-iterations").clear();
    browser.type("fork-iterations", "0", Keys.ENTER);

    browser.await("another run is shown", () -> !first.equals(browser.url()));
    browser.awaitPhase("done");
  }

  private static String saidIn(String element) {
    return browser.script("return document.querySelector(arguments[0]).innerText", element);
  }

  @Test
  void theNextForkBeginsWithAnEmptyForm() {
    browser.click("fork-0");
    browser.type("fork-message", "And on Mars?", Keys.chord(Keys.CONTROL, Keys.ENTER));
    browser.awaitText("asked", "And on Mars?");
    browser.awaitPhase("done");

    browser.click("fork-0");

    assertEquals("", browser.script("return document.querySelector('#fork-message').value"));
  }

  @Test
  void anotherRunShowsNothingOfTheOneBefore() {
    PageModel.fresh().otherwise(request -> endless("At night "));
    browser.await(
        "scores are drawn", () -> browser.script("return !!document.querySelector('.uplot')"));

    browser.type("steer-text", "And at night?");
    browser.click("follow-up");
    browser.awaitText("candidate-0", "At night");

    assertEquals("", browser.script("return document.querySelector('#steer-text').value"));
    assertEquals(true, browser.script("return document.querySelector('.uplot') === null"));
    assertEquals("asked", browser.script("return document.activeElement.dataset.testid"));
    browser.click("cancel");
    browser.awaitPhase("done");
    assertEquals("phase", browser.script("return document.activeElement.dataset.testid"));
  }

  @Test
  void aNewQuestionTakesThePlaceOfTheOneBefore() {
    browser.click("new");
    browser.press("And on Mars?", Keys.chord(Keys.CONTROL, Keys.ENTER));

    browser.awaitText("asked", "And on Mars?");
    browser.awaitPhase("done");
  }

  @Test
  void aFollowUpAsksNextAfterTheBest() {
    browser.type("steer-text", "And at night?");
    browser.click("follow-up");

    browser.awaitText("asked", "And at night?");
    browser.awaitText("runs", "And at night?");
    browser.awaitPhase("done");
  }

  @Test
  void theSampleIsOffered() {
    browser.script(
        "window.offered = []; URL.createObjectURL = (file) => (window.offered.push(file), 'blob:x');"
            + " HTMLAnchorElement.prototype.click = () => {}");

    browser.click("download-sample");
    browser.await("a file is offered", () -> browser.script("return window.offered.length === 1"));

    String sample =
        browser.asyncScript("const done = arguments[0]; window.offered[0].text().then(done)");
    assertTrue(sample.contains("\"output\""), sample);
  }
}
