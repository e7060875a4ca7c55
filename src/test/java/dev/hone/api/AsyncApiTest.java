package dev.hone.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.hone.refinement.Fact;
import dev.hone.refinement.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The WebSocket's description is written by hand; here it is held against the code. */
class AsyncApiTest {

  private static final JsonNode ASYNC = read("/META-INF/resources/asyncapi.yaml");
  private static final JsonNode OPEN = read("/META-INF/openapi.yaml");

  private static final Map<String, Class<?>> FROM_CLIENTS =
      Map.of(
          "start", StartRequest.class,
          "watch", SocketMessage.Target.class,
          "unwatch", SocketMessage.Which.class,
          "steer", SocketMessage.Steering.class,
          "accept", SocketMessage.Accepting.class,
          "cancel", SocketMessage.Which.class);

  @Test
  void describesEveryMessage() {
    Set<String> messages = new TreeSet<>(FROM_CLIENTS.keySet());
    messages.addAll(Set.of("ack", "error"));
    events().forEach(type -> messages.add(type.name()));

    Set<String> described = new TreeSet<>();
    ASYNC.at("/components/messages").forEach(each -> described.add(each.path("name").asText()));

    assertEquals(messages, described);
    assertEquals(messages.size(), ASYNC.at("/channels/socket/messages").size());
  }

  @Test
  void knowsTheTypesThatTheServerDoes() {
    SocketMessage.Bad bad = (SocketMessage.Bad) SocketMessage.read("{\"type\": \"?\"}".getBytes());

    String known = bad.problem().problem().errors().get(0).detail();

    assertEquals(
        FROM_CLIENTS.keySet(), Set.of(known.substring(known.indexOf(':') + 1).strip().split(", ")));
  }

  static Stream<Arguments> messages() {
    return Stream.concat(
        FROM_CLIENTS.entrySet().stream().map(each -> arguments(each.getKey(), each.getValue())),
        Stream.of(
            arguments("ack", SocketReply.Ack.class),
            arguments("error", SocketReply.Refused.class)));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void describesEveryFieldOfAMessage(String type, Class<?> message) throws JsonMappingException {
    Set<String> fields = new TreeSet<>(Set.of("type", "ref"));
    Json.MAPPER
        .getSerializerProviderInstance()
        .findValueSerializer(message, null)
        .properties()
        .forEachRemaining(field -> fields.add(field.getName()));

    JsonNode schema = schema(Character.toUpperCase(type.charAt(0)) + type.substring(1));

    assertEquals(fields, names(schema.path("properties")));
    assertEquals(type, schema.at("/properties/type/const").asText());
  }

  @Test
  void hasTheSchemasOfTheOpenApiToTheLetter() {
    Set<String> shared = names(ASYNC.at("/components/schemas"));
    shared.retainAll(names(OPEN.at("/components/schemas")));
    assertTrue(shared.size() > 30, shared::toString);

    for (String name : shared) {
      ObjectNode open = OPEN.at("/components/schemas").path(name).deepCopy();
      if (open.has("discriminator")) { // AsyncAPI has the name alone
        open.put("discriminator", open.at("/discriminator/propertyName").asText());
      }
      assertEquals(open, schema(name), name);
    }
    JsonNode request = OPEN.at("/components/schemas/StartRequest/properties");
    for (String field : names(request)) {
      assertEquals(request.path(field), schema("Start").path("properties").path(field), field);
    }
  }

  @Test
  void tellsEveryEventByItsSchema() {
    for (JsonSubTypes.Type event : events()) {
      String ref =
          OPEN.at("/components/schemas/Event/discriminator/mapping").path(event.name()).asText();
      String name = ref.substring(ref.lastIndexOf('/') + 1);

      JsonNode message = ASYNC.at("/components/messages").path(name);

      assertEquals(event.name(), message.path("name").asText());
      assertEquals(ref, message.at("/payload/$ref").asText());
    }
  }

  @Test
  void itsExamplesAreMessages() {
    for (JsonNode message : ASYNC.at("/components/messages")) {
      if (!FROM_CLIENTS.containsKey(message.path("name").asText())) {
        continue;
      }
      assertFalse(message.path("examples").isEmpty(), message::toString);
      for (JsonNode example : message.path("examples")) {
        SocketMessage read = SocketMessage.read(Json.bytes(example.path("payload")));
        assertFalse(read instanceof SocketMessage.Bad, example::toString);
      }
    }
  }

  @Test
  void allThatItNamesIsThere() {
    Set<String> refs =
        ASYNC.findValuesAsText("$ref").stream().collect(Collectors.toCollection(TreeSet::new));

    refs.forEach(ref -> assertFalse(ASYNC.at(ref.substring(1)).isMissingNode(), ref));
  }

  private static JsonSubTypes.Type[] eventTypes() {
    return Fact.class.getAnnotation(JsonSubTypes.class).value();
  }

  private static Iterable<JsonSubTypes.Type> events() {
    return Arrays.asList(eventTypes());
  }

  private static JsonNode schema(String name) {
    JsonNode schema = ASYNC.at("/components/schemas").path(name);
    assertTrue(schema.isObject(), () -> "there is no schema " + name);
    return schema;
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static JsonNode read(String resource) {
    try (InputStream in = AsyncApiTest.class.getResourceAsStream(resource)) {
      return YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build()
          .readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
