package dev.hone.page;

import static dev.hone.page.PageModel.server;
import static dev.hone.page.PageModel.turns;
import static dev.hone.page.PageModel.verdict;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.model.ScriptedAnswer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A page that gets more text than anybody reads stays one that can be used. */
@NeedsBrowser
@QuarkusTest
@WithTestResource(PageModel.class)
class LongAnswerTest {

  private static final int TOKENS = 20_000;
  private static final int AT_ONCE = 50;
  private static final Duration EVERY = Duration.ofMillis(20);
  private static final int MOST_ELEMENTS = 4_000;
  private static final String TYPED = "every key that is pressed arrives";

  private static final String WATCH =
      """
      window.seen = { frames: 0, batches: 0, longest: 0, slowest: 0, elements: 0, grew: 0 };
      const frame = () => {
        seen.frames++;
        seen.elements = Math.max(seen.elements, document.getElementsByTagName('*').length);
        requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
      const text = () => document.querySelector('[data-testid=candidate-0] hone-markdown');
      new MutationObserver((changes) => {
        if (changes.some(({ target }) => text()?.contains(target))) seen.batches++;
      }).observe(document.body, { subtree: true, childList: true, characterData: true });
      let began;
      document.addEventListener('input', () => {
        began ??= text().textContent.length;
        seen.grew = text().textContent.length - began;
      });
      new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => {
        seen.longest = Math.max(seen.longest, duration);
      })).observe({ type: 'longtask' });
      new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => {
        seen.slowest = Math.max(seen.slowest, duration);
      })).observe({ type: 'event', durationThreshold: 16 });
      """;

  @RegisterExtension static final Browser browser = new Browser();

  @Test
  void twentyThousandTokensDropNoInput() {
    PageModel.fresh().otherwise(turns(List.of(novel()), List.of(verdict("Long.", "none"))));
    browser.open(server(), "/");
    browser.script("document.querySelector('[data-testid=settings]').open = true");
    browser.find("iterations").clear();
    browser.type("iterations", "0");
    browser.type("question", "Tell me everything.");
    browser.script(WATCH);
    browser.click("start");

    List<String> words = List.of(TYPED.split("(?<= )"));
    for (int i = 0; i < words.size(); i++) {
      browser.awaitText("candidate-0", "word" + i * TOKENS / 10 + " ");
      browser.type("steer-text", words.get(i));
    }
    String typed =
        browser.script("return document.querySelector('[data-testid=steer-text]').value");
    browser.awaitPhase("done");

    assertEquals(TYPED, typed);
    browser.awaitText("candidate-0", "word" + (TOKENS - 1));
    Map<String, Number> seen = browser.script("return window.seen");
    System.out.println("20,000 tokens: " + seen);
    assertTrue(seen.get("grew").intValue() > 0, "it was typed while the text grew: " + seen);
    assertTrue(seen.get("elements").intValue() < MOST_ELEMENTS, seen.toString());
    // One for the frame's text, one for what its elements render of it, none for each token.
    assertTrue(
        seen.get("batches").intValue() <= 2 * seen.get("frames").intValue(), seen.toString());
  }

  /** Chapters, lists and code, and one paragraph, one list and one block that are very long. */
  private static ScriptedAnswer novel() {
    ScriptedAnswer answer = ScriptedAnswer.stream();
    StringBuilder events = new StringBuilder();
    for (int i = 0; i < TOKENS; i++) {
      events.append("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"");
      events.append(before(i)).append("word").append(i).append(' ').append(after(i));
      events.append("\"},\"finish_reason\":null}]}\n\n");
      if (i % AT_ONCE == AT_ONCE - 1) {
        answer = answer.raw(events.toString());
        events.setLength(0);
      }
    }
    return answer.every(EVERY).finish("stop").usage(10, TOKENS).done();
  }

  private static String before(int i) {
    if (i == 12_000 || i == 15_000) {
      return "\\n\\n```\\n";
    }
    if (i > 8_000 && i < 12_000) {
      return i % 8 == 0 ? "\\n- " : "";
    }
    return i % 400 == 0 ? "\\n\\n## Chapter " + i / 400 + "\\n\\n" : "";
  }

  private static String after(int i) {
    if (i < 4_000) {
      return ""; // but for its chapters
    }
    if (i < 8_000) {
      return i % 60 == 0 ? ".\\n\\n" : i % 15 == 0 ? "**bold** " : "";
    }
    return i > 12_000 && i < 15_000 && i % 10 == 0 ? "\\n" : "";
  }
}
