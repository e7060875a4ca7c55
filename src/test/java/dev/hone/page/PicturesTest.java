package dev.hone.page;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The page as it is tried without a key. The pictures of it in the README are made here: {@code
 * ./mvnw test -Dtest=PicturesTest -Dpictures.folder=src/docs} makes them anew.
 */
@NeedsBrowser
@QuarkusTest
@TestProfile(PicturesTest.FastDemo.class)
class PicturesTest {

  private static final Path FOLDER =
      Path.of(System.getProperty("pictures.folder", "target/pictures"));
  private static final long MOST_BYTES = 250_000;

  /** Without this it speaks at the pace of a person who reads. */
  public static class FastDemo implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("hone.demo.tokens-per-second", "1000", "hone.demo.first-token", "0S");
    }
  }

  @RegisterExtension static final Browser browser = new Browser();

  @Test
  void theDemoSaysSoAndImproves() throws IOException {
    browser.size(1280, 1060);
    browser.open(PageModel.server(), "/");
    browser.awaitText("model", "The demo model answers.");
    browser.script("document.querySelectorAll('[data-testid=example]')[1].click()");
    browser.click("start");
    browser.awaitPhase("done");
    browser.awaitText("score-0", "0.33");
    browser.await(
        "the plot is drawn",
        () ->
            browser.script("return Boolean(document.querySelector('[data-testid=plot] canvas'))"));

    for (String scheme : new String[] {"light", "dark"}) {
      browser.scheme(scheme);
      browser.reload();
      browser.awaitPhase("done");
      browser.await(
          "the plot is drawn",
          () ->
              browser.script(
                  "return Boolean(document.querySelector('[data-testid=plot] canvas'))"));
      byte[] picture = browser.picture();
      assertTrue(picture.length < MOST_BYTES, "bytes: " + picture.length);
      Files.createDirectories(FOLDER);
      Files.write(FOLDER.resolve("page-" + scheme + ".png"), picture);
    }
  }
}
