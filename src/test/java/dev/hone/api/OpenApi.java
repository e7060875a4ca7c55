package dev.hone.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.hone.refinement.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The API's description, and whether values are as its schemas say. What a schema doesn't name is
 * no part of a value, whether the schema says so or not.
 */
final class OpenApi {

  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
  private static final String EVENT_STREAM = "text/event-stream";

  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
  private static final SchemaValidatorsConfig CONFIG =
      SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).locale(Locale.ROOT).build();

  static final JsonNode DOCUMENT = read();
  private static final ObjectNode SCHEMAS = closedSchemas();

  private OpenApi() {}

  /** Each call, in the order of the description. */
  static List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : DOCUMENT.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> call : path.getValue().properties()) {
        if (METHODS.contains(call.getKey())) {
          String method = call.getKey().toUpperCase(Locale.ROOT);
          operations.add(new Operation(method, path.getKey(), call.getValue()));
        }
      }
    }
    return operations;
  }

  static Operation operation(String id) {
    return operations().stream().filter(call -> call.id().equals(id)).findFirst().orElseThrow();
  }

  /** What a reference stands for; anything else is itself. */
  static JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? resolved(DOCUMENT.at(node.path("$ref").asText().substring(1))) : node;
  }

  /** The values of {@code example} and {@code examples}, by their names. */
  static Map<String, JsonNode> examples(JsonNode content) {
    Map<String, JsonNode> examples = new java.util.LinkedHashMap<>();
    if (content.has("example")) {
      examples.put("example", content.path("example"));
    }
    content
        .path("examples")
        .properties()
        .forEach(each -> examples.put(each.getKey(), resolved(each.getValue()).path("value")));
    return examples;
  }

  /**
   * A body is as its description says; of a stream and of lines each piece is.
   *
   * @param content what the description has of the body's media type
   */
  static void assertFits(JsonNode content, String mediaType, String body) {
    JsonNode schema = resolved(content.path("schema"));
    if (!schema.has("contentSchema")) {
      assertFits(schema, json(body));
      return;
    }
    assertEquals(mediaType, schema.path("contentMediaType").asText());
    List<JsonNode> pieces = pieces(mediaType, body);
    assertFalse(pieces.isEmpty(), () -> "nothing in " + body);
    pieces.forEach(piece -> assertFits(schema.path("contentSchema"), piece));
  }

  static void assertFits(JsonNode schema, JsonNode value) {
    ObjectNode whole = closed(schema);
    whole.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    whole.set("$defs", SCHEMAS);
    List<String> wrong =
        FACTORY.getSchema(whole, CONFIG).validate(value).stream()
            .map(ValidationMessage::toString)
            .toList();
    assertEquals(List.of(), wrong, () -> value.toString());
  }

  static JsonNode json(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + text, e);
    }
  }

  private static List<JsonNode> pieces(String mediaType, String body) {
    return mediaType.equals(EVENT_STREAM)
        ? body.lines()
            .filter(line -> line.startsWith("data: "))
            .map(line -> line.substring("data: ".length()))
            .filter(data -> !data.equals("[DONE]"))
            .map(OpenApi::json)
            .toList()
        : body.lines().filter(line -> !line.isBlank()).map(OpenApi::json).toList();
  }

  private static ObjectNode closedSchemas() {
    ObjectNode schemas = Json.MAPPER.createObjectNode();
    DOCUMENT
        .at("/components/schemas")
        .properties()
        .forEach(each -> schemas.set(each.getKey(), closed(each.getValue())));
    return schemas;
  }

  /** As JSON Schema alone knows it, and with no property that it doesn't name. */
  private static ObjectNode closed(JsonNode schema) {
    ObjectNode closed = schema.deepCopy();
    closed.remove(List.of("example", "discriminator"));
    if (closed.has("$ref")) {
      closed.put("$ref", closed.path("$ref").asText().replace("/components/schemas/", "/$defs/"));
    }
    for (String one : List.of("items", "contentSchema", "additionalProperties")) {
      if (closed.path(one).isObject()) {
        closed.set(one, closed(closed.path(one)));
      }
    }
    for (String several : List.of("oneOf", "anyOf", "allOf")) {
      if (closed.has(several)) {
        List<ObjectNode> choices = new ArrayList<>();
        closed.path(several).forEach(choice -> choices.add(closed(choice)));
        closed.putArray(several).addAll(choices);
      }
    }
    if (closed.path("properties").isObject()) {
      ObjectNode properties = (ObjectNode) closed.path("properties");
      properties.properties().forEach(each -> each.setValue(closed(each.getValue())));
      if (!closed.has("additionalProperties")) {
        closed.put("additionalProperties", false);
      }
    }
    return closed;
  }

  private static JsonNode read() {
    try (InputStream in = OpenApi.class.getResourceAsStream("/META-INF/openapi.yaml")) {
      return YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build()
          .readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
