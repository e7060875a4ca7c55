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
 * takes time by this size, which a small schema can make astronomic. Its regular expressions and
 * divisors are looked at as well.
 */
final class SchemaBounds {

  private static final long LARGEST = 10_000;

  /** To divide a large number by a smaller one takes hundreds of digits. */
  private static final double SMALLEST_DIVISOR = 1e-15;

  /**
   * @param parts at most one more than {@link #LARGEST}
   * @param expressions the sizes of all programs that they are compiled to
   */
  record Size(long parts, long expressions) {

    private static final Size NONE = new Size(0, 0);

    private Size plus(Size more) {
      return new Size(
          Math.min(LARGEST + 1, parts + more.parts),
          Math.min(Integer.MAX_VALUE, expressions + more.expressions));
    }
  }

  private final JsonNode root;
  private final Map<JsonNode, Size> sizes = new IdentityHashMap<>();
  private final Map<JsonNode, Boolean> open = new IdentityHashMap<>();
  private String trouble;

  private SchemaBounds(JsonNode root) {
    this.root = root;
  }

  /**
   * @throws IllegalArgumentException if it can't be used; the message says what would be right
   */
  static Size of(JsonNode schema) {
    SchemaBounds bounds = new SchemaBounds(schema);
    Size size = bounds.size(schema);
    if (size.parts() > LARGEST && bounds.trouble == null) {
      bounds.trouble = "a schema of at most " + LARGEST + " parts, references unfolded";
    }
    if (bounds.trouble != null) {
      throw new IllegalArgumentException(bounds.trouble);
    }
    return size;
  }

  private Size size(JsonNode node) {
    Size known = sizes.get(node);
    if (known != null || trouble != null) {
      return known == null ? Size.NONE : known;
    }
    if (open.put(node, true) != null) {
      trouble = "a schema without references in a circle";
      return Size.NONE;
    }
    Size size = new Size(1, expressions(node));
    if (node.path("multipleOf").isNumber()
        && Math.abs(node.get("multipleOf").doubleValue()) < SMALLEST_DIVISOR) {
      trouble = "a schema whose multipleOf is not below " + SMALLEST_DIVISOR;
    }
    for (Iterator<JsonNode> parts = node.elements(); parts.hasNext(); ) {
      size = size.plus(size(parts.next()));
    }
    size = size.plus(referred(node));
    open.remove(node);
    sizes.put(node, size);
    return size;
  }

  private long expressions(JsonNode node) {
    long size = 0;
    try {
      if (node.path("pattern").isTextual()) {
        size += LinearRegex.compile(node.get("pattern").textValue()).programSize();
      }
      if (node.path("patternProperties").isObject()) {
        for (Iterator<String> names = node.get("patternProperties").fieldNames();
            names.hasNext(); ) {
          size += LinearRegex.compile(names.next()).programSize();
        }
      }
    } catch (IllegalArgumentException e) {
      trouble = "a schema whose patterns can be used here: " + e.getMessage();
    }
    return size;
  }

  private Size referred(JsonNode node) {
    if (node.has("$dynamicRef") || node.has("$recursiveRef")) {
      trouble = "a schema without $dynamicRef and $recursiveRef";
      return Size.NONE;
    }
    if (node != root && node.path("$id").isTextual()) {
      trouble = "a schema with an $id at its top only";
      return Size.NONE;
    }
    JsonNode reference = node.path("$ref");
    if (!reference.isTextual()) {
      return Size.NONE;
    }
    JsonNode target = target(reference.textValue());
    if (target.isMissingNode()) {
      trouble = "a schema whose $ref begins with #/ and refers to a part of it";
      return Size.NONE;
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
