package dev.hone.refinement;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which reward a run uses, as its caller wrote it: a name, own rubrics, or a weighted mix of these.
 */
@JsonDeserialize(using = RewardSpecReader.class)
public sealed interface RewardSpec {

  /** A registered reward; written as the bare name where it has no params. */
  @JsonDeserialize(using = RewardSpecReader.class)
  record Named(String name, Map<String, JsonNode> params) implements RewardSpec {

    @JsonValue
    Object json() {
      if (params.isEmpty()) {
        return name;
      }
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("name", name);
      json.put("params", params);
      return json;
    }
  }

  /** A judge of the caller's own rubrics, the most important first. */
  @JsonDeserialize(using = RewardSpecReader.class)
  record Rubrics(List<String> rubrics, RewardMode mode) implements RewardSpec {}

  /** The weighted mean of several rewards. */
  @JsonDeserialize(using = RewardSpecReader.class)
  record Mix(List<Part> all) implements RewardSpec {}

  /** One part of a {@link Mix}; its weight is above 0. */
  record Part(RewardSpec reward, double weight) {}

  static RewardSpec named(String name) {
    return new Named(name, Map.of());
  }
}
