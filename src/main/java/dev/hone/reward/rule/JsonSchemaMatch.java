package dev.hone.reward.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hone.reward.param.Param;
import dev.hone.reward.param.Params;
import dev.hone.reward.param.Range;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;

/** Whether a text is JSON, and the JSON that was wanted. */
@Singleton
final class JsonSchemaMatch implements Rule {

  private static final Param<JsonNode> SCHEMA =
      Param.object(
          "schema", "a JSON Schema (2020-12 unless it says otherwise); any JSON if left out");

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  @Override
  public String name() {
    return "json_schema";
  }

  @Override
  public String description() {
    return "Whether the answer is JSON and matches a JSON Schema; a Markdown fence around it is fine.";
  }

  @Override
  public Range range() {
    return Range.UNIT;
  }

  @Override
  public List<Param<?>> params() {
    return List.of(SCHEMA);
  }

  @Override
  public boolean mayTakeLong(Params params) {
    return true;
  }

  @Override
  public Check with(Params params) {
    BoundedSchema schema =
        params.get(SCHEMA) == null ? null : Schemas.of(params.get(SCHEMA), SCHEMA);
    return text -> {
      JsonNode json;
      try {
        json = JSON.readTree(withoutFence(PythonText.strip(text.text())));
      } catch (JsonProcessingException e) {
        return new Finding(0, "The answer is not JSON: " + e.getOriginalMessage() + place(e) + ".");
      }
      if (json.isMissingNode()) {
        return new Finding(0, "The answer is empty, not JSON.");
      }
      return schema == null
          ? new Finding(1, "The answer is JSON.")
          : finding(schema.errors(json, text.text().length()));
    };
  }

  /** The first schema takes half a second, which the event loop of a request must not wait. */
  void warmUp(@Observes StartupEvent started) {
    Infrastructure.getDefaultWorkerPool()
        .execute(() -> Schemas.of(JSON.createObjectNode().put("type", "object"), SCHEMA));
  }

  private static Finding finding(List<String> errors) {
    return errors.isEmpty()
        ? new Finding(1, "The answer is JSON that matches the schema.")
        : new Finding(
            0,
            errors.stream()
                .collect(Collectors.joining("\n- ", "The JSON doesn't match the schema:\n- ", "")));
  }

  private static String place(JsonProcessingException e) {
    return e.getLocation() == null
        ? ""
        : " (line "
            + e.getLocation().getLineNr()
            + ", column "
            + e.getLocation().getColumnNr()
            + ")";
  }

  private static String withoutFence(String text) {
    int line = text.indexOf('\n');
    boolean fenced = text.startsWith("```") && line > 0 && text.endsWith("\n```");
    return fenced && text.length() - 4 > line ? text.substring(line + 1, text.length() - 4) : text;
  }
}
