package dev.hone.page;

import static dev.hone.page.AskedForKeys.ALICES;
import static dev.hone.page.AskedForKeys.enter;
import static dev.hone.page.PageModel.server;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.model.ScriptedAnswer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
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

  private static final int WORDS = 60;

  public static class ShortTickets extends AskedForKeys {
    @Override
    String ticketLife() {
      return "PT2S";
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

  private static long tickets() {
    return browser.requested().stream().filter(url -> url.endsWith("/tickets")).count();
  }

  private static List<String> streams() {
    return browser.requested().stream().filter(url -> url.contains("/events?")).toList();
  }
}
