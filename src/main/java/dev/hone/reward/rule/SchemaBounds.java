package dev.hone.reward.rule;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * How large a JSON Schema is with every reference replaced by what it refers to. Checking a text
 * takes time by this size, which a small schema can make astronomic. Its regular expressions are
 * looked at as well.
 */
final class SchemaBounds {

  private static final long LARGEST = 10_000;

  private final JsonNode root;
  private final Map<JsonNode, Long> sizes = new IdentityHashMap<>();
  private final Map<JsonNode, Boolean> open = new IdentityHashMap<>();
  private String trouble;

  private SchemaBounds(JsonNode root) {
    this.root = root;
  }

  /** What is wrong with it, as what would be right; {@code null} if nothing is. */
  static String trouble(JsonNode schema) {
    SchemaBounds bounds = new SchemaBounds(schema);
    if (bounds.size(schema) > LARGEST && bounds.trouble == null) {
      return "a schema of at most " + LARGEST + " parts, references unfolded";
    }
    return bounds.trouble;
  }

  private long size(JsonNode node) {
    Long known = sizes.get(node);
    if (known != null || trouble != null) {
      return known == null ? 0 : known;
    }
    if (open.put(node, true) != null) {
      trouble = "a schema without references in a circle";
      return 0;
    }
    checkExpressions(node);
    long size = 1;
    for (Iterator<JsonNode> parts = node.elements(); parts.hasNext(); ) {
      size = Math.min(LARGEST + 1, size + size(parts.next()));
    }
    size = Math.min(LARGEST + 1, size + referred(node));
    open.remove(node);
    sizes.put(node, size);
    return size;
  }

  private void checkExpressions(JsonNode node) {
    try {
      if (node.path("pattern").isTextual()) {
        LinearRegex.compile(node.get("pattern").textValue());
      }
      if (node.path("patternProperties").isObject()) {
        node.get("patternProperties").fieldNames().forEachRemaining(LinearRegex::compile);
      }
    } catch (IllegalArgumentException e) {
      trouble = "a schema whose patterns can be used here: " + e.getMessage();
    }
  }

  private long referred(JsonNode node) {
    if (node.has("$dynamicRef") || node.has("$recursiveRef")) {
      trouble = "a schema without $dynamicRef and $recursiveRef";
      return 0;
    }
    if (node != root && node.path("$id").isTextual()) {
      trouble = "a schema with an $id at its top only";
      return 0;
    }
    JsonNode reference = node.path("$ref");
    if (!reference.isTextual()) {
      return 0;
    }
    JsonNode target = target(reference.textValue());
    if (target.isMissingNode()) {
      trouble = "a schema whose $ref begins with #/ and refers to a part of it";
      return 0;
    }
    return size(target);
  }

  private JsonNode target(String reference) {
    if (!reference.equals("#") && !reference.startsWith("#/")) {
      return MissingNode.getInstance();
    }
    try {
      return root.at(
          JsonPointer.compile(URLDecoder.decode(reference.substring(1), StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      return MissingNode.getInstance();
    }
  }
}
