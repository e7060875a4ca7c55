package dev.hone;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page is there without a build step; what it does in a browser is tested in one. */
@QuarkusTest
class PageTest {

  private static final Pattern LINK = Pattern.compile("(?:src|href)=\"([^\"]+)\"");
  private static final Pattern IMPORT_MAP =
      Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);
  private static final Pattern MODULE = Pattern.compile("\": \"\\./([^\"]+js)\"");

  @Test
  void everythingThatThePageLinksIsServedFromHere() {
    List<String> links = links(get("/").then().statusCode(200).extract().asString());

    assertTrue(links.size() > 3, () -> "links: " + links);
    links.forEach(link -> get("/" + link).then().statusCode(200));
  }

  @Test
  void theImportMapNamesServedModules() {
    List<String> modules =
        MODULE.matcher(importMap()).results().map(module -> module.group(1)).toList();

    assertTrue(modules.size() > 5, () -> "modules: " + modules);
    modules.forEach(
        module ->
            get("/" + module)
                .then()
                .statusCode(200)
                .contentType(matchesPattern("text/javascript.*")));
  }

  @Test
  void thePolicyAllowsTheImportMapAndNothingElseInline() throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(importMap().getBytes(StandardCharsets.UTF_8));

    for (String path : List.of("/", "/elements/hone-app.js", "/nothing-here")) {
      get(path)
          .then()
          .header(
              "Content-Security-Policy",
              allOf(
                  startsWith("default-src 'none'; script-src 'self' 'sha256-"),
                  containsString("'sha256-" + Base64.getEncoder().encodeToString(hash) + "';"),
                  containsString("frame-ancestors 'none'"),
                  not(containsString("unsafe"))))
          .header("X-Content-Type-Options", equalTo("nosniff"));
    }
  }

  @Test
  void browsersAskForANewerPageEachTime() {
    for (String path :
        List.of("/", "/hone-client.js", "/elements/hone-app.js", "/_static/lit/index.js")) {
      get(path).then().statusCode(200).header("Cache-Control", equalTo("no-cache"));
    }
  }

  private static String importMap() {
    Matcher script = IMPORT_MAP.matcher(get("/").then().extract().asString());
    assertTrue(script.find());
    return script.group(1);
  }

  private static List<String> links(String html) {
    return LINK.matcher(html).results().map((MatchResult link) -> link.group(1)).toList();
  }
}
