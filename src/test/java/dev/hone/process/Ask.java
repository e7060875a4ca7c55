package dev.hone.process;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is asked of a server, at whatever door.
 *
 * @param settings by the names that they have in a batch's query
 */
record Ask(List<String> messages, Map<String, Object> settings) {

  static final Ask WHY =
      new Ask(
          List.of("Why is the sky blue?"), Map.of("reward", "length_penalty", "max_iterations", 0));

  Ask saying(String... texts) {
    return new Ask(List.of(texts), settings);
  }

  Ask with(String setting, Object value) {
    Map<String, Object> more = new TreeMap<>(settings);
    more.put(setting, value);
    return new Ask(messages, more);
  }

  /** Its first message that many times. */
  Ask times(int count) {
    return new Ask(Collections.nCopies(count, messages.get(0)), settings);
  }

  JsonArray talk() {
    return new JsonArray(
        messages.stream()
            .map(text -> new JsonObject().put("role", "user").put("content", text))
            .toList());
  }

  /** The settings as a start request has them. */
  JsonObject json() {
    JsonObject json = new JsonObject();
    settings.forEach(
        (name, value) -> {
          String[] path = name.split("\\.");
          JsonObject parent = json;
          if (path.length > 1) {
            parent = json.getJsonObject(path[0], new JsonObject());
            json.put(path[0], parent);
          }
          parent.put(path[path.length - 1], value);
        });
    return json;
  }

  String query() {
    return settings.entrySet().stream()
        .flatMap(each -> values(each.getValue()).map(value -> each.getKey() + "=" + value))
        .collect(Collectors.joining("&"));
  }

  private static Stream<String> values(Object value) {
    return (value instanceof List<?> several ? several.stream() : Stream.of(value))
        .map(each -> URLEncoder.encode(each.toString(), StandardCharsets.UTF_8));
  }
}
