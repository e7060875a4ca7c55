package dev.hone.api;

import static io.restassured.RestAssured.given;

import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.eclipse.microprofile.config.ConfigProvider;

/** Requests that many tests make. */
final class Api {

  static final String RUNS = "/v1/refinements";

  private Api() {}

  /** The server's address, for clients that REST Assured is not. */
  static String server() {
    return "http://localhost:"
        + ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
  }

  static String runs() {
    return server() + RUNS;
  }

  static String events(String run) {
    return runs() + "/" + run + "/events";
  }

  static RequestSpecification json(String body) {
    return given().contentType("application/json").body(body);
  }

  /** A request whose body is lines of JSON, which REST Assured doesn't know. */
  static RequestSpecification ndjson() {
    EncoderConfig lines =
        EncoderConfig.encoderConfig()
            .encodeContentTypeAs(BatchStream.MEDIA_TYPE, ContentType.TEXT)
            .appendDefaultContentCharsetToContentTypeIfUndefined(false);
    return given()
        .config(RestAssured.config().encoderConfig(lines))
        .contentType(BatchStream.MEDIA_TYPE);
  }

  /** A start request; {@code more} begins with a comma or is empty. */
  static String ask(String more) {
    return "{\"messages\": [{\"role\": \"user\", \"content\": \"Why is the sky blue?\"}],"
        + " \"reward\": {\"rubrics\": [\"It is right.\", \"It is short.\"]}"
        + more
        + "}";
  }

  /** Starts a run and gives its id. */
  static String start(String body) {
    return json(body).post(RUNS).then().statusCode(201).extract().path("id");
  }

  /** Runs to the end and gives the run. */
  static Response finished(String body) {
    return json(body)
        .header("Prefer", "wait=20")
        .post(RUNS)
        .then()
        .statusCode(200)
        .extract()
        .response();
  }

  static Response get(String run) {
    return given().get(RUNS + "/" + run);
  }
}
