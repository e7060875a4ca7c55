package dev.hone.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What those who read descriptions of APIs for a living say of ours: neither error nor warning. */
@QuarkusTest
@WithTestResource(ModelServer.class)
class DescriptionsLintTest {

  private static final Map<String, String> QUIET =
      Map.of("REDOCLY_TELEMETRY", "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");

  private NpmFolder lint;

  @BeforeEach
  void install() throws Exception {
    lint = NpmFolder.installed("lint");
  }

  @Test
  void redoclyFindsNothingInTheOpenApiAsItIsServed() throws Exception {
    assertClean("openapi", served("/q/openapi", "openapi.yaml"));
  }

  /** Where what is double is not yet merged. */
  @Test
  void redoclyFindsNothingInTheOpenApiAsItIsWritten() throws Exception {
    assertClean("openapi", Path.of("src/main/resources/META-INF/openapi.yaml"));
  }

  @Test
  void asyncApisParserFindsNothing() throws Exception {
    assertClean("asyncapi", served("/asyncapi.yaml", "asyncapi.yaml"));
  }

  private Path served(String path, String file) throws Exception {
    String text =
        RestAssured.given().accept("application/yaml, */*").get(path).then().extract().asString();
    return Files.writeString(lint.path(file), text);
  }

  private void assertClean(String script, Path file) throws Exception {
    Process linter = lint.script(QUIET, script, "--", file.toAbsolutePath().toString());

    assertEquals(0, linter.exitValue(), lint::output);
  }
}
