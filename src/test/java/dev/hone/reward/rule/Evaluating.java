package dev.hone.reward.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.hone.refinement.Json;
import dev.hone.reward.param.Params;
import dev.hone.reward.rule.Rule.Finding;

/** Runs a rule as a request would. */
final class Evaluating {

  private Evaluating() {}

  static Finding by(Rule rule, String text) {
    return by(rule, text, null, "{}");
  }

  static Finding by(Rule rule, String text, String reference) {
    return by(rule, text, reference, "{}");
  }

  /**
   * @param params a JSON object
   */
  static Finding by(Rule rule, String text, String reference, String params) {
    return rule.with(params(rule, params)).of(new Rule.Text(text, reference));
  }

  static Params params(Rule rule, String json) {
    try {
      return Params.of(Json.MAPPER.readValue(json, new TypeReference<>() {}), rule.params());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
