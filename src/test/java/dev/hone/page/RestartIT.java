package dev.hone.page;

import static dev.hone.page.PageModel.turns;
import static dev.hone.page.PageModel.verdict;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import dev.hone.process.HoneProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The server is killed while somebody watches, and comes back. */
@NeedsBrowser
class RestartIT {

  @RegisterExtension static final Browser browser = new Browser();

  @TempDir Path data;

  @Test
  void thePageReconnectsByItselfAndSeesTheEnd() throws IOException {
    browser.expectTrouble();
    int port = freePort();
    try (ScriptedModelServer model = ScriptedModelServer.start()) {
      model.enqueue(ScriptedAnswer.tokens("The first."), verdict("Say more.", "1"));
      model.enqueue(
          ScriptedAnswer.tokens("half ", "of ", "it ", "and ", "more ", "to ", "come ", "later")
              .every(Duration.ofMillis(400)));
      model.otherwise(
          turns(
              List.of(ScriptedAnswer.tokens("The ", "second.")),
              List.of(verdict("Good.", "none"))));
      try (HoneProcess hone = start(port, model)) {
        browser.ask(URI.create("http://localhost:" + port), "Why?");
        browser.awaitText("candidate-1", "half of");
        hone.signal("KILL");
        hone.waitForExit(Duration.ofSeconds(10));
        browser.awaitText("connection", "Reconnecting");
        assertTrue(browser.text("candidate-0").contains("The first."));
      }
      try (HoneProcess again = start(port, model)) {
        browser.awaitPhase("done");

        assertTrue(browser.text("candidate-1").contains("The second."));
        assertEquals("candidate-1", browser.best());
        assertEquals("completed", browser.attribute("phase", "data-status"));
        again.signal("TERM");
      }
    }
  }

  private HoneProcess start(int port, ScriptedModelServer model) {
    return HoneProcess.start(
            Map.of(
                "quarkus.http.port",
                "" + port,
                "quarkus.http.host",
                "localhost",
                "hone.run-log.store",
                "file",
                "hone.run-log.path",
                data.toString(),
                "quarkus.langchain4j.openai.base-url",
                model.baseUri().toString(),
                "quarkus.langchain4j.openai.api-key",
                "sk-test"))
        .waitForReady();
  }

  /** The restarted server must be where the first one was. */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
