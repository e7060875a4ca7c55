package dev.hone.page;

import static dev.hone.page.PageModel.says;
import static dev.hone.page.PageModel.server;
import static dev.hone.page.PageModel.turns;
import static dev.hone.page.PageModel.verdict;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code hone-client.js} as others import it. */
@NeedsBrowser
@QuarkusTest
@WithTestResource(PageModel.class)
class ClientTest {

  private static final Pattern SNIPPET =
      Pattern.compile("```js\\n(import \\{[^}]*} from '/hone-client\\.js';.*?)```", Pattern.DOTALL);
  private static final Pattern IMPORT =
      Pattern.compile("import (\\{[^}]*}) from ('/hone-client\\.js');");

  @RegisterExtension static final Browser browser = new Browser();

  @Test
  void theReadmesExampleWorks() throws IOException {
    PageModel.fresh()
        .otherwise(turns(List.of(says("Because.")), List.of(verdict("Fine.", "none"))));
    browser.open(server(), "/");
    Matcher snippet = SNIPPET.matcher(Files.readString(Path.of("README.md")));
    assertTrue(snippet.find(), "README.md has an example with hone-client.js");

    List<String> logged = run(snippet.group(1));

    assertEquals("Because.", logged.get(logged.size() - 2));
    assertEquals("1", logged.get(logged.size() - 1));
  }

  /** What it logs, a text for each value. */
  private static List<String> run(String module) {
    String body = IMPORT.matcher(module).replaceFirst("const $1 = await import($2);");
    return browser.asyncScript(
        """
        const done = arguments[arguments.length - 1];
        const logged = [];
        const console = { log: (...values) => logged.push(...values.map(String)) };
        (async () => { %s })().then(() => done(logged), (failure) => done([String(failure)]));
        """
            .formatted(body));
  }
}
