package dev.hone.page;

import static dev.hone.page.PageModel.says;
import static dev.hone.page.PageModel.server;
import static dev.hone.page.PageModel.turns;
import static dev.hone.page.PageModel.verdict;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What models and people write is shown; it never does anything. */
@NeedsBrowser
@QuarkusTest
@WithTestResource(PageModel.class)
class UntrustedTextTest {

  private static final String EVIL =
      """
      # Title <script>window.harm = 1</script>

      <script>window.harm = 2</script>
      <img src=x onerror="window.harm = 3">
      <iframe srcdoc="<script>parent.harm = 4</script>"></iframe><svg onload="window.harm = 5">
      <style>body { display: none }</style><form action="https://evil.example"><input name=location>

      ![picture](https://evil.example/x.png "t") ![](javascript:window.harm=6)
      [script](javascript:window.harm=7) [data](data:text/html,<script>parent.harm=8</script>)
      [spaced](java\tscript:window.harm=9) [upper](JAVASCRIPT:window.harm=10) <javascript:window.harm=11>
      <a href="javascript:window.harm=12" onclick="window.harm=13" onmouseover="window.harm=14">x</a>
      [fine](https://example.org/a?b=c)

      | <img src=x onerror=window.harm=15> | b |
      |---|:-:|
      | [c](vbscript:x) | <b style="position:fixed">d</b> |

      - [x] <details open ontoggle=window.harm=16>

      ```"><script>window.harm = 17</script>
      <script>window.harm = 18</script>
      ```

      **bold *both [unclosed](http:// `code

      ```js
      never closed <script>window.harm = 19</script>
      """;

  @RegisterExtension static final Browser browser = new Browser();

  @Test
  void aTitleIsCutBetweenTwoCharacters() {
    PageModel.fresh().otherwise(turns(List.of(says("Yes.")), List.of(verdict("Fine.", "none"))));
    String title = "a".repeat(119) + "\uD83D\uDE00";

    browser.open(server(), "/");
    browser.script( // Selenium types no such character
        "document.querySelector('#question').value = arguments[0]", title + " and more");
    browser.click("start");

    browser.awaitPhase("done");
    browser.awaitText("runs", title);
    assertFalse(browser.text("runs").contains("and more"));
  }

  @Test
  void whatIsWrittenFromRightToLeftIsReadSo() {
    PageModel.fresh()
        .otherwise(
            turns(
                List.of(
                    says(
                        "\u05e9\u05dc\u05d5\u05dd.\n\n- \u05d0\u05d7\u05ea\n\n- \u05e9\u05ea\u05d9\u05dd\n\n  ```\n  code\n  ```\n\n> \u05d1\u05d9\u05ea\n\nEnglish.")),
                List.of(verdict("Fine.", "none"))));

    browser.ask(server(), "\u05de\u05d4 \u05e9\u05dc\u05d5\u05de\u05da?");
    browser.awaitPhase("done");
    browser.awaitText("candidate-0", "English.");

    assertEquals(
        List.of("rtl", "rtl", "rtl", "ltr", "rtl", "ltr"),
        browser.script(
            """
            const text = "[data-testid='candidate-0'] .text ";
            const blocks = ["[data-testid='asked']", `${text} p`, `${text} ul`, `${text} pre`, `${text} blockquote`, `${text} hone-markdown > p:last-child`];
            return blocks.map((block) => getComputedStyle(document.querySelector(block)).direction);
            """));
  }

  @Test
  void runsNothingAndAsksNobody() {
    PageModel.fresh()
        .otherwise(
            turns(
                List.of(says(EVIL)),
                List.of(verdict(EVIL.replace("<", "\u2039<"), "1"), verdict("Fine.", "none"))));

    browser.ask(server(), EVIL);
    browser.awaitPhase("done");
    browser.awaitText("candidate-0", "never closed");
    clickEverythingInTheAnswers();

    assertNull(browser.script("return window.harm"));
    assertEquals(
        List.of(
            "https://evil.example/x.png", "https://example.org/a?b=c"), // for whoever follows them
        browser.script(
            """
            const links = document.querySelectorAll('[data-testid=candidate-0] .text a[href]');
            return [...links].map((link) => link.href);
            """));
    assertEquals(
        List.of(),
        browser.script(
            """
            const allowed = 'P BR HR H4 H5 H6 STRONG EM DEL CODE PRE BLOCKQUOTE UL OL LI A TABLE THEAD TBODY TR TH TD DIV'.split(' ');
            const shown = document.querySelectorAll('hone-markdown *');
            return [...shown].map(({ tagName }) => tagName).filter((name) => !allowed.includes(name));
            """));
  }

  @Test
  void showsMarkupAsTheTextThatItIs() {
    PageModel.fresh().otherwise(turns(List.of(says(EVIL)), List.of(verdict("Fine.", "none"))));

    browser.ask(server(), "<b>Why?</b>");
    browser.awaitPhase("done");

    assertEquals("<b>Why?</b>", browser.text("asked"));
    assertTrue(browser.text("candidate-0").contains("<script>window.harm = 2</script>"));
    assertTrue(browser.text("diff").contains("<img src=x onerror=\"window.harm = 3\">"));
  }

  @Test
  void thePolicyStopsWhatWouldGetThrough() {
    browser.expectTrouble();
    browser.open(server(), "/");
    browser.find("question");

    browser.script(
        """
        const div = document.createElement('div');
        div.innerHTML = '<img src="data:," onerror="window.harm = 1">';
        const script = document.createElement('script');
        script.textContent = 'window.harm = 2';
        document.body.append(div, script);
        setTimeout('window.harm = 3', 0);
        """);

    assertEquals(
        true,
        browser.asyncScript(
            """
            const done = arguments[arguments.length - 1];
            fetch('https://evil.example/').then(() => done(false), () => done(true));
            """));
    assertNull(browser.script("return window.harm"));
  }

  private static void clickEverythingInTheAnswers() {
    browser.script(
        """
        document.querySelectorAll('hone-markdown a, hone-markdown li').forEach((element) => {
          if (!element.href?.startsWith('https:')) {
            element.click();
            element.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
          }
        });
        """);
  }
}
