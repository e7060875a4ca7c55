package dev.hone.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.oneOf;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.ser.PropertyWriter;
import dev.hone.api.auth.Tickets;
import dev.hone.api.dialect.Outcome;
import dev.hone.api.gallery.DataSample;
import dev.hone.api.gallery.PythonTime;
import dev.hone.api.openai.ChatChunk;
import dev.hone.api.openai.ChatCompletion;
import dev.hone.api.openai.ChatError;
import dev.hone.api.openai.ChatRequest;
import dev.hone.api.openai.ChatUsage;
import dev.hone.model.ScriptedAnswer;
import dev.hone.refinement.Candidate;
import dev.hone.refinement.Evaluation;
import dev.hone.refinement.Fact;
import dev.hone.refinement.Generation;
import dev.hone.refinement.Json;
import dev.hone.refinement.Message;
import dev.hone.refinement.Models;
import dev.hone.refinement.Problem;
import dev.hone.refinement.RewardSpec;
import dev.hone.refinement.Sample;
import dev.hone.refinement.Settings;
import dev.hone.refinement.Stop;
import dev.hone.refinement.Usage;
import dev.hone.reward.RewardDescription;
import dev.hone.reward.param.Param;
import dev.hone.reward.param.Range;
import io.quarkus.arc.Arc;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Any;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The description is written by hand; here it is held against what the server does. */
@QuarkusTest
@WithTestResource(ModelServer.class)
class OpenApiTest {

  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
  private static final Set<String> TEXTS = Set.of("settings", "messages", "candidates", "content");

  private JsonNode api;

  @BeforeEach
  void read() throws JsonProcessingException {
    ModelServer.fresh().otherwise(request -> ScriptedAnswer.silent());
    String json =
        given().accept("application/json").get("/q/openapi").then().extract().body().asString();
    api = Json.MAPPER.readTree(json);
  }

  @Test
  void describesEveryCallWithItsQueryAndNothingElse() {
    assertEquals(callsOfTheServer(), callsDescribed());
  }

  @Test
  void anEventIsOneOfTheMappedSchemas() {
    Set<String> mapped = new TreeSet<>();
    schema("Event").at("/discriminator/mapping").forEach(ref -> mapped.add(ref.asText()));
    Set<String> choices = new TreeSet<>();
    schema("Event").path("oneOf").forEach(choice -> choices.add(choice.path("$ref").asText()));

    assertEquals(choices, mapped);
    assertEquals(
        eventTypes().map(type -> (String) type.get()[0]).collect(Collectors.toSet()),
        names(schema("Event").at("/discriminator/mapping")));
  }

  static Stream<Arguments> eventTypes() {
    return Arrays.stream(Fact.class.getAnnotation(JsonSubTypes.class).value())
        .map(type -> arguments(type.name(), type.value()));
  }

  @ParameterizedTest
  @MethodSource("eventTypes")
  void describesEveryTypeOfEventAsItIsWritten(String name, Class<?> fact)
      throws JsonMappingException {
    JsonNode schema =
        resolved(schema("Event").path("discriminator").path("mapping").path(name).asText());
    Map<String, JavaType> written = written(fact);
    Map<String, Class<?>> around =
        Map.of("type", String.class, "run", String.class, "seq", long.class, "at", Instant.class);
    around.forEach((field, type) -> written.put(field, Json.MAPPER.constructType(type)));

    assertEquals(name, schema.at("/properties/type/const").asText());
    assertTrue(strings(schema.path("required")).containsAll(around.keySet()));
    assertDescribes(schema, written);
  }

  static Stream<Arguments> records() {
    return Stream.of(
        arguments("StartRequest", StartRequest.class),
        arguments("ForkRequest", ForkRequest.class),
        arguments("BatchProblem", Batch.Refused.class),
        arguments("DataSample", DataSample.class),
        arguments("ChatMessage", DataSample.ChatMessage.class),
        arguments("DataOutput", DataSample.DataOutput.class),
        arguments("Step", DataSample.Step.class),
        arguments("SampleReward", DataSample.Reward.class),
        arguments("RewardDimension", DataSample.Dimension.class),
        arguments("Message", Message.class),
        arguments("RubricsReward", RewardSpec.Rubrics.class),
        arguments("MixedReward", RewardSpec.Mix.class),
        arguments("Stop", Stop.class),
        arguments("Generation", Generation.class),
        arguments("Run", RunView.class),
        arguments("RunList", Listings.Page.class),
        arguments("Settings", Settings.class),
        arguments("Sample", Sample.class),
        arguments("Candidate", Candidate.class),
        arguments("Detail", Evaluation.Detail.class),
        arguments("RubricVerdict", Evaluation.RubricVerdict.class),
        arguments("Rank", Evaluation.Rank.class),
        arguments("Usage", Usage.class),
        arguments("Problem", Problem.class),
        arguments("FieldError", Problem.FieldError.class),
        arguments("RewardList", RewardsResource.All.class),
        arguments("RewardDescription", RewardDescription.class),
        arguments("Range", Range.class),
        arguments("Param", Param.class),
        arguments("ChatRequest", ChatRequest.class),
        arguments("ChatRefinement", ChatRequest.Hone.class),
        arguments("ChatCompletion", ChatCompletion.class),
        arguments("ChatChunk", ChatChunk.class),
        arguments("ChatUsage", ChatUsage.class),
        arguments("ChatError", ChatError.class),
        arguments("Outcome", Outcome.class),
        arguments("ModelList", ModelsResource.All.class),
        arguments("Ticket", Tickets.Ticket.class),
        arguments("Model", ModelsResource.Model.class),
        arguments("Price", Models.Price.class));
  }

  @ParameterizedTest
  @MethodSource("records")
  void describesEveryRecordAsItIsWritten(String name, Class<?> type) throws JsonMappingException {
    assertDescribes(schema(name), written(type));
  }

  @Test
  void describesARunInAListWithoutItsTexts() throws JsonMappingException {
    Map<String, JavaType> run = written(RunView.class);
    run.keySet().removeAll(TEXTS);

    assertDescribes(schema("RunSummary"), run);
  }

  @Test
  void itsStartRequestsAreAccepted() {
    JsonNode examples =
        api.path("paths")
            .path(Api.RUNS)
            .at("/post/requestBody/content")
            .path("application/json")
            .path("examples");

    assertFalse(examples.isEmpty());
    for (JsonNode example : examples) {
      String run = Api.start(example.path("value").toString());
      // Where the model's silence was too long for the run, it has ended by itself.
      given().delete(Api.RUNS + "/" + run).then().statusCode(oneOf(202, 204));
    }
  }

  @Test
  void itsChatRequestsAreAnswered() {
    ModelServer.fresh()
        .otherwise(
            request ->
                ModelServer.isJudge(request)
                    ? ModelServer.verdict("Fine.", "none")
                    : ScriptedAnswer.of("Waves."));
    JsonNode examples =
        api.path("paths")
            .path(Chat.PATH)
            .at("/post/requestBody/content")
            .path("application/json")
            .path("examples");

    assertFalse(examples.isEmpty());
    for (JsonNode example : examples) {
      JsonNode request = example.path("value");
      String type = request.path("stream").asBoolean() ? "text/event-stream" : "application/json";
      Chat.post(request.toString())
          .then()
          .statusCode(200)
          .contentType(startsWith(type))
          .body(containsString("Waves."));
    }
  }

  /** Each call, such as {@code GET /v1/refinements}, with the names of its query's parameters. */
  private static Map<String, Set<String>> callsOfTheServer() {
    Map<String, Set<String>> calls = new TreeMap<>();
    Arc.container().beanManager().getBeans(Object.class, Any.Literal.INSTANCE).stream()
        .<Class<?>>map(bean -> bean.getBeanClass())
        .filter(type -> type.getPackageName().startsWith("dev.hone"))
        .filter(type -> type.isAnnotationPresent(Path.class))
        .flatMap(resource -> Arrays.stream(resource.getDeclaredMethods()))
        .forEach(
            method ->
                Arrays.stream(method.getAnnotations())
                    .map(verb -> verb.annotationType().getAnnotation(HttpMethod.class))
                    .filter(verb -> verb != null)
                    .forEach(verb -> calls.put(verb.value() + " " + path(method), query(method))));
    Set<String> settings = calls.get("POST " + BatchResource.PATH);
    BatchSettings.names().forEach(settings::add);
    calls.get("DELETE " + Api.RUNS + "/{id}").add("purge"); // read where an empty one is not none
    return calls;
  }

  private static String path(Method method) {
    Path own = method.getAnnotation(Path.class);
    return method.getDeclaringClass().getAnnotation(Path.class).value()
        + (own == null ? "" : own.value().replaceAll(":[^}]+}", "}"));
  }

  private static Set<String> query(Method method) {
    return Arrays.stream(method.getParameterAnnotations())
        .<Annotation>flatMap(Arrays::stream)
        .filter(QueryParam.class::isInstance)
        .map(parameter -> ((QueryParam) parameter).value())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Map<String, Set<String>> callsDescribed() {
    Map<String, Set<String>> calls = new TreeMap<>();
    for (Map.Entry<String, JsonNode> path : api.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> call : path.getValue().properties()) {
        if (METHODS.contains(call.getKey())) {
          Set<String> query = new TreeSet<>();
          for (JsonNode each : call.getValue().path("parameters")) {
            JsonNode parameter =
                each.has("$ref") ? api.at(each.path("$ref").asText().substring(1)) : each;
            if (parameter.path("in").asText().equals("query")) {
              query.add(parameter.path("name").asText());
            }
          }
          calls.put(call.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), query);
        }
      }
    }
    return calls;
  }

  /** What Jackson writes of a record: the names of its fields and their types. */
  private static Map<String, JavaType> written(Class<?> type) throws JsonMappingException {
    Map<String, JavaType> fields = new TreeMap<>();
    Json.MAPPER
        .getSerializerProviderInstance()
        .findValueSerializer(type, null)
        .properties()
        .forEachRemaining((PropertyWriter field) -> fields.put(field.getName(), field.getType()));
    return fields;
  }

  private void assertDescribes(JsonNode schema, Map<String, JavaType> fields) {
    assertEquals(fields.keySet(), names(schema.path("properties")));
    fields.forEach(
        (name, type) -> {
          JsonNode property = resolved(schema.path("properties").path(name));
          Set<String> kinds = kinds(property);
          assertTrue(
              type.isJavaLangObject()
                  || type.hasRawClass(JsonNode.class)
                  || kinds.contains(kind(type)),
              () -> name + " is described as " + kinds + " and written as " + kind(type));
          if (type.isEnumType()) {
            assertEquals(constants(type), strings(property.path("enum")), name);
          }
          if (type.isPrimitive()) {
            assertTrue(
                strings(schema.path("required")).contains(name), () -> name + " is never absent");
          }
        });
  }

  private static String kind(JavaType type) {
    Class<?> raw = type.getRawClass();
    if (raw == int.class || raw == long.class || raw == Integer.class || raw == Long.class) {
      return "integer";
    }
    if (raw == double.class || raw == Double.class) {
      return "number";
    }
    if (raw == boolean.class || raw == Boolean.class) {
      return "boolean";
    }
    if (Set.of(String.class, Instant.class, Duration.class, PythonTime.class).contains(raw)
        || raw.isEnum()) {
      return "string";
    }
    return Collection.class.isAssignableFrom(raw) || raw == ArrayNode.class ? "array" : "object";
  }

  private static Set<String> constants(JavaType type) {
    return Arrays.stream(type.getRawClass().getEnumConstants())
        .map(constant -> Json.MAPPER.convertValue(constant, String.class))
        .collect(Collectors.toSet());
  }

  /** The JSON types that a schema allows. */
  private Set<String> kinds(JsonNode schema) {
    Set<String> kinds = new TreeSet<>();
    if (schema.path("type").isArray()) {
      kinds.addAll(strings(schema.path("type")));
    } else if (schema.has("type")) {
      kinds.add(schema.path("type").asText());
    }
    schema.path("oneOf").forEach(choice -> kinds.addAll(kinds(resolved(choice))));
    return kinds;
  }

  /** Without what stands between a property and the schema that it uses. */
  private JsonNode resolved(JsonNode schema) {
    if (schema.has("$ref")) {
      return resolved(schema.path("$ref").asText());
    }
    return schema.has("allOf") ? resolved(schema.path("allOf").get(0)) : schema;
  }

  private JsonNode resolved(String ref) {
    return schema(ref.replace("#/components/schemas/", ""));
  }

  private JsonNode schema(String name) {
    JsonNode schema = api.path("components").path("schemas").path(name);
    assertTrue(schema.isObject(), () -> "there is no schema " + name);
    return schema;
  }

  private static Set<String> names(JsonNode object) {
    return object.properties().stream()
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> strings(JsonNode list) {
    Set<String> strings = new TreeSet<>();
    list.forEach(item -> strings.add(item.asText()));
    return strings;
  }
}
