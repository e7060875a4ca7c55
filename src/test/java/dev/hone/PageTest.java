package dev.hone;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page is there without a build step; what it does in a browser is tested in one. */
@QuarkusTest
class PageTest {

  private static final Pattern LINK = Pattern.compile("(?:src|href)=\"([^\"]+)\"");
  private static final Pattern LIT = Pattern.compile("\"lit\" *: *\"([^\"]+)\"");

  @Test
  void everythingThatThePageLinksIsServedFromHere() {
    List<String> links = links(get("/").then().statusCode(200).extract().asString());

    assertTrue(links.size() > 3, () -> "links: " + links);
    links.forEach(link -> get("/" + link).then().statusCode(200));
  }

  @Test
  void theImportMapNamesAServedLit() {
    String map = get("/_importmap/generated_importmap.js").then().extract().asString();

    String lit = LIT.matcher(map).results().findFirst().orElseThrow().group(1);

    get(lit).then().statusCode(200).contentType(matchesPattern("text/javascript.*"));
  }

  @Test
  void browsersAskForANewerPageEachTime() {
    for (String path : List.of("/", "/hone-client.js", "/elements/hone-app.js", "/css/run.css")) {
      get(path).then().statusCode(200).header("Cache-Control", equalTo("no-cache"));
    }
  }

  private static List<String> links(String html) {
    return LINK.matcher(html).results().map((MatchResult link) -> link.group(1)).toList();
  }
}
