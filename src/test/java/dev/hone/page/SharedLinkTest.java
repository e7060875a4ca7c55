package dev.hone.page;

import static dev.hone.page.AskedForKeys.ALICES;
import static dev.hone.page.AskedForKeys.BOBS;
import static dev.hone.page.AskedForKeys.enter;
import static dev.hone.page.PageModel.endless;
import static dev.hone.page.PageModel.says;
import static dev.hone.page.PageModel.server;
import static dev.hone.page.PageModel.verdict;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.model.ScriptedModelServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** Somebody with a key gives a link to somebody without one, who has another browser. */
@NeedsBrowser
@QuarkusTest
@TestProfile(AskedForKeys.class)
@WithTestResource(PageModel.class)
class SharedLinkTest {

  private static final List<String> CONTROLS =
      List.of("cancel", "steer-text", "accept-0", "fork-0", "download-sample", "runs", "sign-out");

  @RegisterExtension static final Browser owner = new Browser();
  @RegisterExtension static final Browser stranger = new Browser();

  private URI link;

  @BeforeEach
  void aRunIsSharedWhileItGoesOn() {
    owner.expectRefusals();
    stranger.expectRefusals();
    AskedForKeys.alices(ALICES);
    ScriptedModelServer model = PageModel.fresh();
    model.enqueue(says("The first. "), verdict("So so.", "1"), endless("The second goes on "));
    owner.open(server(), "/");
    enter(owner, ALICES);
    owner.type("question", "Why?");
    owner.click("start");
    owner.awaitText("candidate-1", "The second goes on");
    owner.type("copy-link", Keys.ENTER);
    owner.awaitText("exported", "Whoever has the link can watch this run till");
    link = URI.create(owner.clipboard());
  }

  @Test
  void theLinkShowsTheRunAndChangesNothing() {
    assertEquals(owner.url(), link.toString().replaceAll("#.*", ""));
    assertTrue(link.getFragment().startsWith("ticket="), link.toString());
    assertFalse(link.toString().contains(ALICES));

    stranger.open(server(), pathOf(link));

    stranger.awaitText("candidate-1", "The second goes on");
    stranger.awaitText("connection", "Live");
    assertEquals("Why?", stranger.text("asked"));
    for (String control : CONTROLS) {
      assertFalse(stranger.sees(control), control);
    }
    assertFalse(stranger.sees("key-dialog"));
    assertFalse(stranger.sees("problem"));
    assertEquals("", stranger.text("model"));
    assertEquals(List.of(401L, 401L, 401L), whatTheTicketChanges());
    Axe.assertNoFault(stranger, "a run to look at");

    owner.click("accept-0");
    stranger.awaitPhase("done");
    assertEquals("candidate-0", stranger.best());
    stranger.reload();
    stranger.awaitPhase("done");
    assertFalse(stranger.sees("fork-0"));
    stranger.script("URL.createObjectURL = (file) => (window.offered = file, 'blob:x')");
    stranger.script("HTMLAnchorElement.prototype.click = () => {}");
    stranger.click("download-json");
    stranger.await("a file is offered", () -> stranger.script("return Boolean(window.offered)"));
  }

  @Test
  void whoHasTheOwnersKeyCanChangeIt() {
    stranger.open(server(), pathOf(link));
    stranger.awaitText("candidate-1", "The second goes on");

    stranger.click("sign-in");
    enter(stranger, ALICES);

    stranger.awaitText("candidate-1", "The second goes on");
    assertEquals(owner.url(), stranger.url());
    stranger.click("accept-0");
    stranger.awaitPhase("done");
    owner.awaitPhase("done");
  }

  @Test
  void somebodyElsesKeyDoesNotGetInTheWayOfATicket() {
    stranger.open(server(), "/");
    enter(stranger, BOBS);

    stranger.open(server(), pathOf(link));

    stranger.awaitText("candidate-1", "The second goes on");
    assertFalse(stranger.sees("cancel"));
    owner.click("cancel");
    stranger.awaitPhase("done");
  }

  @Test
  void aTicketThatIsNotGoodIsSaidToBeSo() {
    stranger.open(server(), pathOf(link) + "x");

    stranger.awaitText("problem", "The ticket is not good for this, or not any more.");
    assertFalse(stranger.sees("phase"));
    assertFalse(stranger.sees("key-dialog"));
    owner.click("cancel");
    owner.awaitPhase("done");
  }

  /** What the server answers to whoever tries all the same. */
  private List<Long> whatTheTicketChanges() {
    return stranger.asyncScript(
        """
        const done = arguments[arguments.length - 1];
        const run = new URLSearchParams(location.search).get('run');
        const ticket = new URLSearchParams(location.hash.slice(1));
        const ask = (method, what, body) =>
            fetch(`v1/refinements/${run}${what}?${ticket}`, {
              method, body, headers: { 'Content-Type': 'application/json' },
            }).then(({ status }) => status);
        Promise.all([
          ask('POST', '/steering', '{"text": "Shorter."}'),
          ask('POST', '/accept', '{}'),
          ask('DELETE', ''),
        ]).then(done);
        """);
  }

  private static String pathOf(URI link) {
    return "/?" + link.getRawQuery() + "#" + link.getRawFragment();
  }
}
