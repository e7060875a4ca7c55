package dev.hone.api.dialect;

import dev.hone.refinement.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** A JSON object with a {@code type}, in a protocol that isn't ours; {@code null} is left out. */
final class Frame {

  private final Map<String, Object> fields = new LinkedHashMap<>();

  private Frame(String type) {
    with("type", type);
  }

  static Frame of(String type) {
    return new Frame(type);
  }

  Frame with(String field, Object value) {
    if (value != null) {
      fields.put(field, value);
    }
    return this;
  }

  String json() {
    return Json.text(fields);
  }
}
