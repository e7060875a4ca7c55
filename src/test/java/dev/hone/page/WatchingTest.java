package dev.hone.page;

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
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** People watch an answer get better. */
@NeedsBrowser
@QuarkusTest
@WithTestResource(PageModel.class)
class WatchingTest {

  private static final String FIRST = "The sky is blue. ";
  private static final String SECOND = "The sky is blue because air scatters **blue** light. ";
  private static final String THIRD = "Short waves scatter most: that is why. ";

  @RegisterExtension static final Browser browser = new Browser();

  private ScriptedModelServer model;

  @BeforeEach
  void script() {
    model = PageModel.fresh();
  }

  @Test
  void showsHowAnAnswerGetsBetter() {
    model.otherwise(
        turns(
            List.of(says(FIRST), says(SECOND), says(THIRD)),
            List.of(
                verdict("Say why.", "1,2,3"), verdict("Good.", "none"), verdict("Worse.", "1"))));

    browser.ask(server(), "Why is the sky blue?");
    browser.awaitPhase("done");

    assertEquals("Why is the sky blue?", browser.text("asked"));
    assertTrue(browser.text("candidate-0").contains("The sky is blue."));
    assertTrue(browser.text("feedback-0").contains("Say why."));
    assertEquals("0.00", browser.text("score-0"));
    assertEquals("1.00", browser.text("score-1"));
    assertEquals("candidate-1", browser.best());
    assertEquals(
        "blue",
        browser.script(
            "return document.querySelector('[data-testid=candidate-1] strong').textContent"));
    assertTrue(browser.text("phase").contains("all refinements made"), browser.text("phase"));
    assertEquals("Ended", browser.text("connection"));
    assertTrue(browser.text("cost").startsWith("$"), browser.text("cost"));
    assertFalse(browser.sees("cancel"));
  }

  @Test
  void textAndCritiqueGrowAsTheyAreWritten() {
    model.enqueue(endless("one two three "));
    browser.ask(server(), "Count.");

    browser.awaitText("candidate-0", "one two three");
    browser.awaitPhase("writing");
    browser.click("cancel");
    browser.awaitPhase("done");

    model.enqueue(says("one "), endlessly("<reason>It stops ", "too early "));
    browser.ask(server(), "Count.");

    browser.awaitText("feedback-0", "It stops too early");
    browser.awaitPhase("judging");
    assertEquals("", browser.text("score-0"));
    browser.click("cancel");
    browser.awaitPhase("done");
  }

  @Test
  void severalDraftsAreToldApart() {
    model.otherwise(request -> verdict("a", "1"));
    open("candidates: ['One.', 'Two.'], max_iterations: 0");
    browser.awaitPhase("done");

    assertEquals(
        List.of("Draft 1", "Draft 2"),
        browser.script(
            "return [...document.querySelectorAll('.steps span')].map(each => each.innerText)"));
    assertEquals(
        List.of("Show Draft 1, 0.67", "Show Draft 2, 0.67"),
        browser.script(
            "return [...document.querySelectorAll('.steps button')].map(each => each.ariaLabel)"));
  }

  @Test
  void aPenaltyOfNoneIsNoEmptyBar() {
    model.otherwise(request -> says("Because."));
    open("reward: 'privacy_leakage', max_iterations: 0");
    browser.awaitPhase("done");

    assertEquals("0.00", browser.text("score-0"));
    browser.await(
        "its reward is known", () -> browser.script("return !document.querySelector('.meter')"));
  }

  /** Asks by the API, with these fields, and shows that run. */
  private static void open(String fields) {
    browser.open(server(), "/");
    String run =
        browser.asyncScript(
            """
            const body = JSON.stringify({messages: [{role: 'user', content: 'Why?'}], %s});
            const headers = {'Content-Type': 'application/json'};
            fetch('v1/refinements', {method: 'POST', headers, body})
              .then((answer) => answer.json()).then(({id}) => arguments[0](id));
            """
                .formatted(fields));
    browser.open(server(), "/?run=" + run);
  }

  @Test
  void thinkingIsFoldedAway() {
    model.otherwise(
        turns(
            List.of(
                ScriptedAnswer.stream()
                    .reasoning("Let me ", "see.")
                    .text("Because.")
                    .finish("stop")
                    .usage(1, 1)
                    .done()),
            List.of(verdict("Fine.", "none"))));

    browser.ask(server(), "Why?");
    browser.awaitPhase("done");

    assertEquals("Thinking", browser.text("thinking"));
    browser.script("document.querySelector('[data-testid=thinking] summary').click()");
    browser.awaitText("thinking", "Let me see.");
  }

  @Test
  void whatChangedIsShownInlineAndScoresAreDrawn() {
    model.otherwise(
        turns(
            List.of(says("The sky is blue."), says("The sky is mostly blue."), says("Blue.")),
            List.of(verdict("a", "1,2,3"), verdict("b", "1"), verdict("c", "2"))));

    browser.ask(server(), "Why is the sky blue?");
    browser.awaitPhase("done");

    browser.awaitText("diff", "mostly");
    assertEquals(
        List.of("mostly"),
        browser.script(
            "return [...document.querySelectorAll('[data-testid=diff] ins')].map(e => e.textContent.trim())"));
    browser.find("diff-to").sendKeys("Refinement 2");
    browser.awaitText("diff", "Blue.");
    browser.await(
        "a canvas with something drawn on it",
        () ->
            browser.script(
                """
                const canvas = document.querySelector('[data-testid=plot] canvas');
                return Boolean(canvas) && canvas.width > 0 && canvas.getContext('2d')
                    .getImageData(0, 0, canvas.width, canvas.height).data.some((byte) => byte > 0);
                """));
    String said =
        browser.script("return document.querySelector('[data-testid=plot] [role=img]').ariaLabel");
    assertTrue(said.startsWith("First draft 0.00, Refinement 1 0.67, Refinement 2 0.67"), said);
    assertTrue(browser.text("scores").contains("not met"), browser.text("scores"));
  }

  @Test
  void aReloadInTheMiddleGoesOnWithoutADuplicate() {
    model.enqueue(says(FIRST), verdict("Say why.", "1"));
    model.enqueue(slow("alpha ", "beta ", "gamma ", "delta ", "epsilon ", "zeta "));
    model.otherwise(turns(List.of(says(THIRD)), List.of(verdict("Good.", "none"))));
    browser.ask(server(), "Why is the sky blue?");
    browser.awaitText("candidate-1", "alpha");

    browser.reload();

    browser.awaitText("candidate-1", "alpha beta gamma delta epsilon zeta");
    browser.awaitPhase("done");
    assertEquals(
        1L,
        (long)
            browser.script(
                "return document.querySelector('.candidates').innerText.split('alpha').length - 1"));
    assertTrue(browser.text("candidate-0").contains("The sky is blue."));
    browser.reload();
    browser.awaitPhase("done");
    assertEquals("From the log", browser.text("connection"));
  }

  @Test
  void twoTabsShowTheSame() {
    model.enqueue(slow("alpha ", "beta ", "gamma ", "delta ", "epsilon ", "zeta "));
    model.otherwise(turns(List.of(says(SECOND)), List.of(verdict("Good.", "none"))));
    browser.ask(server(), "Why is the sky blue?");
    browser.awaitText("candidate-0", "alpha");

    browser.newTab(browser.url());

    browser.awaitText("candidate-0", "zeta");
    browser.awaitPhase("done");
    String second = browser.script("return document.querySelector('.candidates').innerText");
    browser.tab(0);
    browser.awaitPhase("done");
    assertEquals(second, browser.script("return document.querySelector('.candidates').innerText"));
  }

  @Test
  void aListOfRunsLeadsBackToThem() {
    model.otherwise(turns(List.of(says(FIRST)), List.of(verdict("Good.", "none"))));
    browser.ask(server(), "What is in the list?");
    browser.awaitPhase("done");
    String run = browser.url();

    browser.click("new");
    browser.awaitText("runs", "What is in the list?");
    browser.awaitText("runs", "completed");
    browser.script("document.querySelector('[data-testid=runs] a').click()");

    browser.awaitText("candidate-0", "The sky is blue.");
    assertEquals(run, browser.url());
  }

  @Test
  void theKeyboardIsEnough() {
    model.otherwise(
        turns(List.of(says(FIRST), endless("better ")), List.of(verdict("Go on.", "1"))));
    browser.open(server(), "/");
    browser.find("question");

    browser.press(Keys.TAB); // the brand
    browser.press(Keys.TAB);
    browser.press(Keys.TAB);
    browser.press("Why is the sky blue?");
    browser.press(Keys.chord(Keys.CONTROL, Keys.ENTER));

    browser.awaitText("candidate-1", "better");
    assertEquals("asked", focused());
    tabTo("accept-0");
    browser.press(Keys.ENTER);
    browser.awaitPhase("done");
    assertTrue(browser.text("phase").contains("accepted"));
  }

  @Test
  void everythingFitsOnAPhone() {
    model.otherwise(
        turns(
            List.of(says("x".repeat(300) + " | a | b |\n\n```\n" + "y".repeat(300) + "\n```\n")),
            List.of(verdict("z".repeat(300), "1"))));
    browser.size(360, 800);

    browser.ask(server(), "w".repeat(300));
    browser.awaitPhase("done");

    assertNothingStandsOut();
    assertTrue(browser.find("candidate-0").getSize().getWidth() <= 360);
    browser.click("new");
    browser.script("document.querySelector('[data-testid=settings]').open = true");
    assertNothingStandsOut();
  }

  @Test
  void settingsAreSentAsTheyAreChosen() {
    model.otherwise(turns(List.of(says(FIRST)), List.of(verdict("Good.", "none"))));
    browser.open(server(), "/");
    browser.script("document.querySelector('[data-testid=settings]').open = true");
    browser.find("reward").sendKeys("My own rubrics");
    browser.type("rubrics", "It is right.\nIt is short.");
    browser.type("patience", "2");
    browser.type("deadline", "90");
    browser.click("add-message");
    browser.type("message-0", "Answer in verse.");
    browser.type("question", "Why?");
    browser.click("start");
    browser.awaitPhase("done");

    String run = browser.url().replaceAll(".*run=", "");
    io.restassured.RestAssured.get("/v1/refinements/" + run)
        .then()
        .body("settings.reward.rubrics.size()", org.hamcrest.Matchers.equalTo(2))
        .body("settings.stop.patience", org.hamcrest.Matchers.equalTo(2))
        .body("settings.stop.deadline", org.hamcrest.Matchers.equalTo("PT1M30S"))
        .body("messages[0].role", org.hamcrest.Matchers.equalTo("system"))
        .body("messages[0].content", org.hamcrest.Matchers.equalTo("Answer in verse."));
  }

  @Test
  void whatIsWrongWithARequestIsSaidInTheForm() {
    browser.expectTrouble();
    browser.open(server(), "/");
    browser.script("document.querySelector('[data-testid=settings]').open = true");
    browser.find("iterations").clear();
    browser.type("iterations", "999");
    browser.type("question", "Why?");
    browser.click("start");

    browser.awaitText("problem", "max_iterations");
  }

  @Test
  void aRunThatIsNotThereIsSaidToBeSo() {
    browser.expectTrouble();
    browser.open(server(), "/?run=01a20de9-0000-7000-8000-000000000000");

    browser.awaitText("problem", "No such run");
    assertFalse(browser.sees("phase"));
  }

  /** The page scrolls down, and nothing makes it scroll sideways. */
  private static void assertNothingStandsOut() {
    long[] widths =
        browser
            .<java.util.List<Long>>script(
                "const page = document.documentElement; return [page.scrollWidth, page.clientWidth]")
            .stream()
            .mapToLong(Long::longValue)
            .toArray();
    assertTrue(widths[0] <= widths[1], widths[0] + " wide on a screen of " + widths[1]);
  }

  private static String focused() {
    return browser.script("return document.activeElement.dataset.testid");
  }

  private static void tabTo(String testId) {
    for (int i = 0; i < 60 && !testId.equals(focused()); i++) {
      browser.press(Keys.TAB);
    }
    assertEquals(testId, focused());
  }

  private static ScriptedAnswer slow(String... tokens) {
    return ScriptedAnswer.tokens(tokens).every(Duration.ofMillis(150));
  }

  private static ScriptedAnswer endlessly(String... tokens) {
    return ScriptedAnswer.stream().text(tokens).stall();
  }
}
