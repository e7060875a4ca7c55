package dev.hone.page;

import static io.restassured.RestAssured.given;

import dev.hone.api.auth.Keys;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A server that asks for keys, and has them from a file. */
public class AskedForKeys implements QuarkusTestProfile {

  static final String ALICES = "hone_key-of-alice";
  static final String BOBS = "hone_key-of-bob";

  private static final Path FILE = Path.of("target", "page-keys").toAbsolutePath();

  @Override
  public Map<String, String> getConfigOverrides() {
    write(Keys.line("alice", ALICES), Keys.line("bob", BOBS));
    return Map.of(
        "hone.auth.mode",
        "api-key",
        "hone.auth.keys",
        FILE.toString(),
        "hone.auth.keys-reload",
        "0.05S",
        "hone.auth.ticket-life",
        ticketLife());
  }

  String ticketLife() {
    return "PT1H";
  }

  /** Alice has these keys and no other, by the time that it returns. */
  static void alices(String... keys) {
    Stream<String> alice = Stream.of(keys).map(key -> Keys.line("alice", key));
    write(Stream.concat(alice, Stream.of(Keys.line("bob", BOBS))).toArray(String[]::new));
    boolean first = List.of(keys).contains(ALICES);
    Awaitility.await().until(() -> (status(ALICES) == 200) == first && status(keys[0]) == 200);
  }

  private static int status(String key) {
    return given().header("Authorization", "Bearer " + key).get("/v1/models").statusCode();
  }

  private static void write(String... lines) {
    try {
      Files.createDirectories(FILE.getParent());
      Path whole = Files.write(FILE.resolveSibling("page-keys.new"), List.of(lines));
      Files.move(whole, FILE, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a person does where the page asks. */
  static void enter(Browser browser, String key) {
    browser.type("key", key);
    browser.click("key-save");
    browser.await("the dialog is gone", () -> !browser.sees("key-dialog"));
  }
}
