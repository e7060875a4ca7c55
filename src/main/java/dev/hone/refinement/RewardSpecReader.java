package dev.hone.refinement;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads the forms of {@link RewardSpec}; its errors name the field's path below the reward. */
final class RewardSpecReader extends JsonDeserializer<RewardSpec> {

  private static final int DEEPEST = 8;
  private static final double MOST_WEIGHT = 1_000_000;

  @Override
  public RewardSpec deserialize(JsonParser in, DeserializationContext context) throws IOException {
    JsonNode node = context.readTree(in);
    return spec(node, context, 0);
  }

  private static RewardSpec spec(JsonNode node, DeserializationContext context, int depth)
      throws JsonMappingException {
    if (node.isTextual()) {
      return RewardSpec.named(node.textValue());
    }
    if (node.has("all")) {
      only(node, Set.of("all"), context);
      return mix(node.get("all"), context, depth);
    }
    if (node.has("rubrics")) {
      only(node, Set.of("rubrics", "mode"), context);
      return new RewardSpec.Rubrics(
          rubrics(node.get("rubrics"), context), mode(node.get("mode"), context));
    }
    if (node.path("name").isTextual()) {
      only(node, Set.of("name", "params"), context);
      return new RewardSpec.Named(
          node.get("name").textValue(), params(node.get("params"), context));
    }
    return fail(
        context,
        "a name, {\"name\": …, \"params\": {…}}, {\"rubrics\": [\"…\"]} or {\"all\": [{\"reward\": …, \"weight\": 1}]}");
  }

  private static RewardSpec mix(JsonNode all, DeserializationContext context, int depth)
      throws JsonMappingException {
    if (!all.isArray() || all.isEmpty() || depth >= DEEPEST) {
      return at(
          "all",
          () ->
              fail(
                  context,
                  "a list of at least one {\"reward\": …, \"weight\": …}, at most "
                      + DEEPEST
                      + " deep"));
    }
    List<RewardSpec.Part> parts = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      JsonNode part = all.get(i);
      parts.add(at("all", () -> at(parts.size(), () -> part(part, context, depth))));
    }
    return new RewardSpec.Mix(List.copyOf(parts));
  }

  private static RewardSpec.Part part(JsonNode part, DeserializationContext context, int depth)
      throws JsonMappingException {
    only(part, Set.of("reward", "weight"), context);
    JsonNode weight = part.path("weight");
    if (!weight.isMissingNode()
        && !(weight.isNumber()
            && weight.doubleValue() > 0
            && weight.doubleValue() <= MOST_WEIGHT)) {
      return at("weight", () -> fail(context, "a number above 0, at most a million"));
    }
    RewardSpec reward = at("reward", () -> spec(part.path("reward"), context, depth + 1));
    return new RewardSpec.Part(reward, weight.asDouble(1));
  }

  private static List<String> rubrics(JsonNode node, DeserializationContext context)
      throws JsonMappingException {
    List<String> rubrics = new ArrayList<>();
    for (JsonNode rubric : node) {
      if (rubric.isTextual() && !rubric.textValue().isBlank()) {
        rubrics.add(rubric.textValue());
      }
    }
    if (!node.isArray() || rubrics.isEmpty() || rubrics.size() != node.size()) {
      return at("rubrics", () -> fail(context, "a list of at least one text that is not blank"));
    }
    return List.copyOf(rubrics);
  }

  private static RewardMode mode(JsonNode node, DeserializationContext context)
      throws JsonMappingException {
    return switch (node == null ? "pointwise" : node.asText()) {
      case "pointwise" -> RewardMode.POINTWISE;
      case "listwise" -> RewardMode.LISTWISE;
      case "pairwise" -> RewardMode.PAIRWISE;
      default -> at("mode", () -> fail(context, "pointwise, listwise or pairwise"));
    };
  }

  private static Map<String, JsonNode> params(JsonNode node, DeserializationContext context)
      throws JsonMappingException {
    if (node == null) {
      return Map.of();
    }
    if (!node.isObject()) {
      return at("params", () -> fail(context, "an object"));
    }
    Map<String, JsonNode> params = new LinkedHashMap<>();
    node.fields().forEachRemaining(field -> params.put(field.getKey(), field.getValue()));
    return params;
  }

  private static void only(JsonNode node, Set<String> known, DeserializationContext context)
      throws JsonMappingException {
    if (!node.isObject()) {
      fail(context, "an object");
    }
    for (var names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        at(
            name,
            () ->
                fail(
                    context,
                    "an unknown field; known here: " + String.join(", ", new TreeSet<>(known))));
      }
    }
  }

  private static <T> T fail(DeserializationContext context, String right)
      throws JsonMappingException {
    throw new InvalidValue(context.getParser(), right);
  }

  private interface Read<T> {
    T read() throws JsonMappingException;
  }

  private static <T> T at(String field, Read<T> read) throws JsonMappingException {
    try {
      return read.read();
    } catch (JsonMappingException e) {
      throw JsonMappingException.wrapWithPath(e, RewardSpec.class, field);
    }
  }

  private static <T> T at(int index, Read<T> read) throws JsonMappingException {
    try {
      return read.read();
    } catch (JsonMappingException e) {
      throw JsonMappingException.wrapWithPath(e, RewardSpec.class, index);
    }
  }
}
