package dev.hone.reward.param;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.refinement.Rewards.InvalidReward;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The values of a reward's params, all of them right. */
public final class Params {

  private static final String FIELD = "params.";

  private final Map<Param<?>, Object> values;

  private Params(Map<Param<?>, Object> values) {
    this.values = values;
  }

  /**
   * Takes what a caller gave, and the defaults for the rest.
   *
   * @throws InvalidReward for a param that is unknown, missing or of a wrong value
   */
  public static Params of(Map<String, JsonNode> given, List<Param<?>> known) {
    refuseUnknown(given, known);
    Map<Param<?>, Object> values = new HashMap<>();
    for (Param<?> param : known) {
      values.put(param, value(given.get(param.name()), param));
    }
    return new Params(values);
  }

  /**
   * The value of a param, which must be one of those known; {@code null} if there is neither a
   * value nor a default.
   */
  @SuppressWarnings("unchecked") // each value was read by its own param
  public <T> T get(Param<T> param) {
    if (!values.containsKey(param)) {
      throw new IllegalArgumentException("not a param of this reward: " + param.name());
    }
    return (T) values.get(param);
  }

  /** For what only shows when values meet. */
  public static InvalidReward wrong(Param<?> param, String right) {
    return new InvalidReward(FIELD + param.name(), right);
  }

  private static Object value(JsonNode given, Param<?> param) {
    if (given == null) {
      if (param.required()) {
        throw wrong(param, "is needed: " + param.right());
      }
      return param.fallback();
    }
    Object value = param.read().apply(given);
    if (value == null) {
      throw wrong(param, param.right());
    }
    return value;
  }

  private static void refuseUnknown(Map<String, JsonNode> given, List<Param<?>> known) {
    for (String name : given.keySet()) {
      if (known.stream().noneMatch(param -> param.name().equals(name))) {
        List<String> names = known.stream().map(Param::name).sorted().toList();
        throw new InvalidReward(
            FIELD + Names.shortened(name),
            names.isEmpty()
                ? "this reward takes no params"
                : "an unknown param; this reward knows " + String.join(", ", names));
      }
    }
  }
}
