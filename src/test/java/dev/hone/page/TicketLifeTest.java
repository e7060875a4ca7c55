package dev.hone.page;

import static dev.hone.page.AskedForKeys.ALICES;
import static dev.hone.page.AskedForKeys.enter;
import static dev.hone.page.PageModel.endless;
import static dev.hone.page.PageModel.server;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.model.ScriptedAnswer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tickets that end long before the run does. */
@NeedsBrowser
@QuarkusTest
@TestProfile(TicketLifeTest.ShortTickets.class)
@WithTestResource(PageModel.class)
class TicketLifeTest {

  private static final int WORDS = 100;

  public static class ShortTickets extends AskedForKeys {
    @Override
    String ticketLife() {
      return "PT3S";
    }
  }

  @RegisterExtension static final Browser browser = new Browser();

  /** The text stays what its deltas made it: the candidate is never complete. */
  @Test
  void watchingGoesOnWithANewTicketWithoutGapOrDuplicate() {
    browser.expectRefusals();
    String[] words = IntStream.range(0, WORDS).mapToObj(n -> "w" + n + " ").toArray(String[]::new);
    PageModel.fresh()
        .enqueue(ScriptedAnswer.stream().text(words).every(Duration.ofMillis(120)).stall());
    browser.open(server(), "/");
    enter(browser, ALICES);
    browser.type("question", "Count.");
    browser.click("start");

    browser.awaitText("candidate-0", "w" + (WORDS - 1));

    assertEquals(
        String.join("", words).strip(),
        browser.script(
            "return document.querySelector('[data-testid=candidate-0] .text').textContent.trim()"));
    assertTrue(tickets() >= 3, tickets() + " tickets");
    assertEquals(tickets(), streams().stream().distinct().count(), "one stream each");
    browser.click("cancel");
    browser.awaitPhase("done");
  }

  @Test
  void whoseTicketHasExpiredSeesWhatThereWasAndThatNothingGoesOn() {
    browser.expectRefusals();
    PageModel.fresh().otherwise(request -> endless("The first goes on "));
    browser.open(server(), "/"); // the page is there before the ticket is
    String run =
        alice()
            .contentType("application/json")
            .body("{\"messages\": [{\"role\": \"user\", \"content\": \"Why?\"}]}")
            .post("/v1/refinements")
            .path("id");
    String ticket = alice().post("/v1/refinements/" + run + "/tickets").path("ticket");
    browser.script(
        "history.pushState(null, '', arguments[0]); dispatchEvent(new PopStateEvent('popstate'))",
        "/?run=" + run + "#ticket=" + ticket);
    browser.awaitText("candidate-0", "The first goes on");

    browser.awaitText("phase", "Can’t be watched any more");

    browser.awaitText("problem", "ticket");
    assertEquals("Ended", browser.text("connection"));
    assertTrue(browser.text("candidate-0").contains("The first goes on"));
    assertEquals(true, browser.script("return document.querySelector('.is-writing') === null"));
    alice().delete("/v1/refinements/" + run).then().statusCode(202);
  }

  private static RequestSpecification alice() {
    return given().header("Authorization", "Bearer " + ALICES);
  }

  private static long tickets() {
    return browser.requested().stream().filter(url -> url.endsWith("/tickets")).count();
  }

  private static List<String> streams() {
    return browser.requested().stream().filter(url -> url.contains("/events?")).toList();
  }
}
