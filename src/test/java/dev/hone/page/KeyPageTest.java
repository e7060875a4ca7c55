package dev.hone.page;

import static dev.hone.page.AskedForKeys.ALICES;
import static dev.hone.page.AskedForKeys.enter;
import static dev.hone.page.PageModel.endless;
import static dev.hone.page.PageModel.says;
import static dev.hone.page.PageModel.server;
import static dev.hone.page.PageModel.turns;
import static dev.hone.page.PageModel.verdict;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** People use the page of a server that asks for keys. */
@NeedsBrowser
@QuarkusTest
@TestProfile(AskedForKeys.class)
@WithTestResource(PageModel.class)
class KeyPageTest {

  @RegisterExtension static final Browser browser = new Browser();

  private ScriptedModelServer model;

  @BeforeEach
  void nobodyIsKnown() {
    browser.expectRefusals();
    model = PageModel.fresh();
    AskedForKeys.alices(ALICES);
    browser.open(server(), "/");
    browser.find("key");
  }

  @AfterEach
  void theKeyIsWhereItMayBe() {
    assertEquals(List.of(), browser.requested().stream().filter(this::holdsAKey).toList());
    assertEquals(0L, (long) browser.script("return localStorage.length"));
    assertFalse(holdsAKey(browser.script("return location.href + document.cookie")));
  }

  @Test
  void aQuestionWaitsForTheKey() {
    model.otherwise(
        turns(
            List.of(says("Because. "), says("Because of air. ")),
            List.of(verdict("Say why.", "1"), verdict("Good.", "none"))));
    browser.press(Keys.ESCAPE);
    browser.await("the dialog is gone", () -> !browser.sees("key-dialog"));
    browser.awaitText("problem", "A key or a token is needed");
    browser.type("question", "Why is the sky blue?");
    browser.click("start");

    browser.find("key");
    assertEquals("key", browser.script("return document.activeElement.dataset.testid"));
    browser.press("hone_wrong", Keys.ENTER);
    browser.awaitText("key-error", "doesn’t accept this key");
    assertEquals("true", browser.attribute("key", "aria-invalid"));
    browser.press(" " + ALICES + " ", Keys.ENTER); // over the wrong one, which is selected

    browser.awaitPhase("done");
    assertEquals("Why is the sky blue?", browser.text("asked"));
    assertEquals("candidate-1", browser.best());
    assertFalse(browser.sees("key-dialog"));
    assertFalse(browser.sees("problem"));
    browser.awaitText("runs", "Why is the sky blue?");
    browser.awaitText("model", "Model: ");
    assertEquals(1, posts("/v1/refinements/[^/]+/tickets"));
  }

  @Test
  void theDialogCanBeDismissedAndOpenedAgain() {
    browser.click("key-dismiss");
    browser.await("the dialog is gone", () -> !browser.sees("key-dialog"));
    assertFalse(browser.sees("sign-out"));

    browser.click("sign-in");
    enter(browser, ALICES);

    browser.awaitText("model", "Model: ");
    assertFalse(browser.sees("sign-in"));
    assertFalse(browser.sees("problem"));
    assertTrue(browser.sees("sign-out"));
  }

  @Test
  void whoDismissesItIsNotAskedAgainForWhatThePageLoads() {
    browser.open(server(), "/?run=01a20de9-0000-7000-8000-000000000000");
    browser.find("key");
    browser.click("key-dismiss");
    browser.awaitText("problem", "A key or a token is needed");

    // What the page may have asked for meanwhile was answered before this.
    browser.asyncScript("fetch('v1/models').then(arguments[0], arguments[0])");
    assertFalse(browser.sees("key-dialog"));
    assertTrue(browser.sees("sign-in"));
  }

  @Test
  void aReloadKeepsTheKeyAndGoesOn() {
    model.enqueue(slow("alpha ", "beta ", "gamma ", "delta ", "epsilon ", "zeta "));
    model.otherwise(turns(List.of(says("Better.")), List.of(verdict("Good.", "none"))));
    enter(browser, ALICES);
    browser.type("question", "Count.");
    browser.click("start");
    browser.awaitText("candidate-0", "alpha");

    browser.reload();

    browser.awaitText("candidate-0", "alpha beta gamma delta epsilon zeta");
    browser.awaitPhase("done");
    assertFalse(browser.sees("key-dialog"));
    assertTrue(browser.sees("sign-out"));
  }

  @Test
  void aKeyThatIsTakenBackIsAskedForAnewAndNothingSaidIsLost() {
    model.enqueue(says("The first. "), verdict("So so.", "1"), endless("The second goes on "));
    enter(browser, ALICES);
    browser.type("question", "Why?");
    browser.click("start");
    browser.awaitText("candidate-1", "The second goes on");
    browser.type("steer-text", "Shorter.");
    AskedForKeys.alices("hone_another");

    // Whoever is faster: the list of runs, which the page asks for by itself, may be refused
    // before.
    browser.script("document.querySelector('[data-testid=steer-next]').click()");
    browser.awaitText("key-error", "isn’t accepted any more");
    enter(browser, "hone_another");

    browser.awaitText("steering", "Shorter.");
    browser.click("cancel");
    browser.awaitPhase("done");
  }

  @Test
  void whoSignsOutIsForgotten() {
    model.otherwise(turns(List.of(says("Because.")), List.of(verdict("Good.", "none"))));
    enter(browser, ALICES);
    browser.type("question", "A secret question");
    browser.click("start");
    browser.awaitPhase("done");

    browser.click("sign-out");

    browser.find("key");
    assertEquals(0L, (long) browser.script("return sessionStorage.length"));
    browser.press(Keys.ESCAPE);
    browser.driver().navigate().back();
    browser.find("key");
    assertFalse(browser.<String>script("return document.body.textContent").contains("A secret"));
  }

  @Test
  void theCommandNamesAVariableAndNotTheKey() {
    model.otherwise(turns(List.of(says("Because.")), List.of(verdict("Good.", "none"))));
    enter(browser, ALICES);
    browser.type("question", "Why?");
    browser.click("start");
    browser.awaitPhase("done");
    browser.script(
        "window.copied = []; navigator.clipboard.writeText = async (text) => window.copied.push(text)");

    browser.click("copy-curl");

    String command = browser.<List<String>>script("return window.copied").get(0);
    assertTrue(command.contains("-H \"Authorization: Bearer $HONE_API_KEY\""), command);
    assertFalse(holdsAKey(command), command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void axeFindsNoSeriousFault(String scheme) {
    browser.scheme(scheme);
    Axe.assertNoFault(browser, "the dialog");
    browser.type("key", "hone_wrong", Keys.ENTER);
    browser.awaitText("key-error", "doesn’t accept this key");
    Axe.assertNoFault(browser, "the dialog with an error");
  }

  private boolean holdsAKey(String text) {
    return text.contains("key-of-alice") || text.contains("hone_");
  }

  private static long posts(String path) {
    return browser.requested().stream().filter(url -> url.matches(server() + path)).count();
  }

  private static ScriptedAnswer slow(String... tokens) {
    return ScriptedAnswer.tokens(tokens).every(Duration.ofMillis(150));
  }
}
