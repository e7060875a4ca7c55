package dev.hone.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.model.ScriptedAnswer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where nobody shows a key, a page of another site can neither read runs nor start any. */
@QuarkusTest
@WithTestResource(ModelServer.class)
class ForeignPagesTest {

  @BeforeEach
  void script() {
    ModelServer.fresh().otherwise(request -> ScriptedAnswer.silent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST:8080", "127.0.0.1:8080", "[::1]", "127.1.2.3"})
  void thisMachinesNamesAreTheServers(String host) {
    given().header("Host", host).get("/v1/models").then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "localhost.evil.example", "192.168.1.7:8080", "localhost.", "x"})
  void anotherNameIsNot(String host) {
    for (String path : List.of(Api.RUNS, "/v1/models", "/q/openapi", "/")) {
      given()
          .header("Host", host)
          .get(path)
          .then()
          .statusCode(421)
          .contentType("application/problem+json")
          .body("type", equalTo("urn:hone:problem:misdirected"));
    }
    given()
        .header("Host", host)
        .contentType("application/json")
        .body(Chat.ask(""))
        .post(Chat.PATH)
        .then()
        .statusCode(421)
        .body("error.code", equalTo("misdirected"));
  }

  /** Vert.x fails it before any filter. */
  @ParameterizedTest
  @ValueSource(strings = {"Host: a b\n", "Host: localhost:99999\n", ""})
  void whatIsNoNameIsABadRequest(String header) {
    for (String path : List.of("/", "/v1/models", Chat.PATH)) {
      try (Wire wire = Wire.open()) {
        wire.send("POST " + path + " HTTP/1.1\n" + header + "Content-Length: 2\n\n{}");

        String answer = wire.until("\"Host\"");

        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        assertTrue(answer.contains("X-Content-Type-Options: nosniff"), answer);
        assertTrue(answer.toLowerCase(Locale.ROOT).contains("content-type: application/"), answer);
        wire.send("GET /v1/models HTTP/1.1\nHost: localhost\n\n").until("HTTP/1.1 200 ");
      }
    }
  }

  @Test
  void probesAndScrapersAskByAnAddress() {
    given().header("Host", "10.0.0.7:8080").get("/q/health/ready").then().statusCode(200);
    given().header("Host", "10.0.0.7:8080").get("/q/metrics").then().statusCode(200);
    given().header("Host", "evil.example").get("/q/metrics").then().statusCode(421);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://evil.example", "null", "https://localhost", "http://localhost:1"})
  void anotherSiteChangesNothing(String origin) {
    List<String> before = given().get(Api.RUNS).path("data.id");

    Api.json(Api.ask(""))
        .header("Origin", origin)
        .post(Api.RUNS)
        .then()
        .statusCode(403)
        .contentType("application/problem+json")
        .body("detail", startsWith("Pages of other sites"));

    assertEquals(before, given().get(Api.RUNS).path("data.id"));
  }

  @Test
  void theServersOwnPageMayAsk() {
    Api.json(Api.ask("")).header("Origin", Api.server()).post(Api.RUNS).then().statusCode(201);
  }
}
