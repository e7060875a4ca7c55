package dev.hone.page;

import static dev.hone.page.PageModel.endless;
import static dev.hone.page.PageModel.says;
import static dev.hone.page.PageModel.server;
import static dev.hone.page.PageModel.turns;
import static dev.hone.page.PageModel.verdict;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.model.ScriptedModelServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** People change a run while they watch it. */
@NeedsBrowser
@QuarkusTest
@WithTestResource(PageModel.class)
class SteeringPageTest {

  @RegisterExtension static final Browser browser = new Browser();

  private ScriptedModelServer model;

  /** A first draft with a critique; the second is being written and would never end. */
  @BeforeEach
  void aRunWhoseSecondCandidateIsBeingWritten() {
    model = PageModel.fresh();
    model.enqueue(says("The first. "), verdict("So so.", "1"), endless("The second goes on "));
    browser.ask(server(), "Why?");
    browser.awaitText("candidate-1", "The second goes on");
  }

  @Test
  void whatIsSaidForNowStartsTheCandidateAgain() {
    model.otherwise(turns(List.of(says("In verse. ")), List.of(verdict("Good.", "none"))));

    browser.type("steer-text", "In verse, please.");
    browser.click("steer-now");

    browser.awaitText("candidate-1", "In verse.");
    browser.awaitPhase("done");
    assertFalse(browser.text("candidate-1").contains("The second"));
    assertTrue(browser.text("steering").contains("In verse, please."));
    assertTrue(
        ScriptedModelServer.text(model.requests().get(3).body()).contains("In verse, please."));
  }

  @Test
  void whatIsSaidForNextWaitsForTheNextCandidate() {
    browser.type("steer-text", "Shorter.");
    browser.click("steer-next");

    browser.awaitText("steering", "Shorter.");
    browser.await("the field is empty", () -> valueOf("steer-text").isEmpty());
    assertTrue(browser.text("candidate-1").contains("The second goes on"));
    assertEquals(3, model.requests().size());
    browser.click("cancel");
    browser.awaitPhase("done");
  }

  @Test
  void whoSaysSomethingKeepsTheirPlace() {
    model.enqueue(endless("In verse "));
    browser.type("steer-text", "In verse, please.");
    browser.click("steer-now");

    browser.awaitText("candidate-1", "In verse");
    browser.await("it was taken", () -> valueOf("steer-text").isEmpty());
    assertEquals("steer-now", focused());
    given().delete(browser.url().replace("?run=", "v1/refinements/")).then().statusCode(202);
    browser.awaitPhase("done");
    assertEquals("steer-text", focused()); // the button has gone with the run
  }

  @Test
  void whatWasTypedBeforeTheEndIsAFollowUpOnlyIfItIsSaidAgain() {
    String run = browser.url();
    browser.type("steer-text", "Make it shorter.");
    given()
        .contentType("application/json")
        .body("{}")
        .post(run.replace("?run=", "v1/refinements/") + "/accept")
        .then()
        .statusCode(200);
    browser.awaitPhase("done");
    browser.awaitText("turned", "follow-up");

    browser.press(Keys.ENTER);
    browser.await("the button is there to be pressed", () -> focused().equals("follow-up"));
    assertEquals(run, browser.url());
    browser.press(Keys.ENTER);

    browser.awaitText("asked", "Make it shorter.");
    browser.click("cancel");
    browser.awaitPhase("done");
  }

  @Test
  void blanksAreNotSaid() {
    browser.type("steer-text", "  ", Keys.ENTER);

    assertFalse(browser.sees("steering"));
    assertEquals(true, browser.script("return document.activeElement.matches(':invalid')"));
    browser.click("cancel");
    browser.awaitPhase("done");
  }

  @Test
  void enterSaysItForNext() {
    browser.type("steer-text", "Line one", Keys.chord(Keys.SHIFT, Keys.ENTER), "line two");
    browser.press(Keys.ENTER);

    browser.awaitText("steering", "Line one\nline two");
    browser.click("cancel");
    browser.awaitPhase("done");
  }

  @Test
  void acceptingACandidateEndsTheRunWithIt() {
    browser.click("accept-0");

    browser.awaitPhase("done");
    assertTrue(browser.text("phase").contains("accepted"));
    assertEquals("candidate-0", browser.best());
    assertFalse(browser.sees("accept-0"));
    assertEquals("phase", browser.script("return document.activeElement.dataset.testid"));
    model.awaitAbandoned(model.requests().get(2));
  }

  @Test
  void cancellingEndsTheModelsCall() {
    browser.click("cancel");

    browser.awaitText("phase", "Cancelled");
    assertEquals("candidate-0", browser.best());
    assertFalse(browser.sees("candidate-1")); // what was being written is void
    model.awaitAbandoned(model.requests().get(2));
  }

  @Test
  void theAnswerAndTheCommandCanBeTakenElsewhere() {
    browser.click("accept-0");
    browser.awaitPhase("done");
    browser.script(
        "window.copied = []; navigator.clipboard.writeText = async (text) => window.copied.push(text)");

    browser.click("copy-answer");
    browser.click("copy-curl");
    browser.click("copy-link");

    List<String> copied = browser.script("return window.copied");
    assertEquals("The first. ".strip(), copied.get(0).strip());
    assertTrue(
        copied.get(1).startsWith("curl -N '" + server() + "/v1/refinements'"), copied.get(1));
    assertTrue(copied.get(1).contains("\"content\":\"Why?\""), copied.get(1));
    assertEquals(browser.url(), copied.get(2));
    assertFalse(copied.get(1).contains("Authorization"), copied.get(1));
    assertEquals(
        List.of(), // no key is asked for here
        browser.requested().stream().filter(url -> url.contains("ticket")).toList());
  }

  private static String focused() {
    return browser.script("return document.activeElement.dataset.testid ?? ''");
  }

  private static String valueOf(String testId) {
    return browser.script(
        "return document.querySelector(`[data-testid='${arguments[0]}']`).value", testId);
  }
}
