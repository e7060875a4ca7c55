package dev.hone.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A call as the API's description has it. */
record Operation(String method, String path, JsonNode node) {

  /** Headers that say something, so that they are described wherever they are sent. */
  private static final List<String> TELLING =
      List.of(
          "Location",
          "Preference-Applied",
          "Retry-After",
          "Hone-Run",
          "Allow",
          "Cache-Control",
          "X-Accel-Buffering",
          "WWW-Authenticate",
          "x-should-retry",
          "x-vercel-ai-ui-message-stream");

  private static final Set<String> STREAMS = Set.of("text/event-stream", BatchStream.MEDIA_TYPE);

  String id() {
    return node.path("operationId").asText();
  }

  boolean hasBody() {
    return node.has("requestBody");
  }

  boolean needsBody() {
    return node.at("/requestBody/required").asBoolean();
  }

  /** {@code null} for a call without a body. */
  String bodyType() {
    return hasBody() ? node.at("/requestBody/content").fieldNames().next() : null;
  }

  JsonNode bodyContent() {
    return node.at("/requestBody/content").path(bodyType());
  }

  /** The examples of its body as they are sent, by name. */
  Map<String, String> bodies() {
    Map<String, String> bodies = new LinkedHashMap<>();
    OpenApi.examples(bodyContent())
        .forEach(
            (name, value) -> bodies.put(name, value.isTextual() ? value.asText() : "" + value));
    return bodies;
  }

  /** A request with such a body. */
  RequestSpecification with(String body) {
    return bodyType().equals(BatchStream.MEDIA_TYPE) ? Api.ndjson().body(body) : Api.json(body);
  }

  /** The examples of the query's parameters. */
  Map<String, String> query() {
    Map<String, String> query = new LinkedHashMap<>();
    for (JsonNode parameter : node.path("parameters")) {
      if (parameter.path("in").asText().equals("query") && parameter.has("example")) {
        JsonNode example = parameter.path("example");
        query.put(
            parameter.path("name").asText(),
            (example.isArray() ? example.get(0) : example).asText());
      }
    }
    return query;
  }

  /** What it may answer, by status. */
  Map<String, JsonNode> answers() {
    Map<String, JsonNode> answers = new LinkedHashMap<>();
    node.path("responses")
        .properties()
        .forEach(each -> answers.put(each.getKey(), OpenApi.resolved(each.getValue())));
    return answers;
  }

  /** Each way in which it may succeed, such as {@code 200 application/json} or {@code 204}. */
  Set<String> successes() {
    Set<String> successes = new TreeSet<>();
    answers()
        .forEach(
            (status, answer) -> {
              if (status.startsWith("2") && answer.has("content")) {
                answer
                    .path("content")
                    .fieldNames()
                    .forEachRemaining(t -> successes.add(status + " " + t));
              } else if (status.startsWith("2")) {
                successes.add(status);
              }
            });
    return successes;
  }

  /**
   * A real answer is one that is described: its status, its headers, its media type, its body.
   *
   * @return which of the {@link #successes}, or a refusal in the same form
   */
  String assertDescribed(Response response) {
    String status = "" + response.statusCode();
    String body = new String(response.asByteArray(), StandardCharsets.UTF_8);
    JsonNode answer = answers().get(status);
    assertTrue(answer != null, () -> id() + " answers " + status + ", not described: " + body);
    assertHeaders(answer, response);
    if (!answer.has("content")) {
      assertEquals("", body);
      return status;
    }
    String type = response.contentType().replaceAll(";.*", "");
    if (STREAMS.contains(type)) {
      assertEquals("no-cache, no-transform", response.header("Cache-Control"));
      assertEquals("no", response.header("X-Accel-Buffering"));
    }
    JsonNode content = answer.path("content").path(type);
    assertTrue(
        content.isObject(), () -> id() + " answers with " + type + ", not described: " + body);
    OpenApi.assertFits(content, type, body);
    return status + " " + type;
  }

  private void assertHeaders(JsonNode answer, Response response) {
    answer
        .path("headers")
        .properties()
        .forEach(
            each -> {
              JsonNode header = OpenApi.resolved(each.getValue());
              String value = response.header(each.getKey());
              assertFalse(
                  value == null && header.path("required").asBoolean(),
                  () -> id() + " answers without " + each.getKey());
              if (value != null) {
                OpenApi.assertFits(header.path("schema"), typed(header, value));
              }
            });
    for (String name : TELLING) {
      assertTrue(
          response.header(name) == null || answer.path("headers").has(name),
          () -> id() + " answers " + response.statusCode() + " with " + name + ", not described");
    }
  }

  private static JsonNode typed(JsonNode header, String value) {
    JsonNode schema = OpenApi.resolved(header.path("schema"));
    return schema.path("type").asText().equals("integer")
        ? OpenApi.json(value)
        : TextNode.valueOf(value);
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
