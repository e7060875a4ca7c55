package dev.hone.reward.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.utils.JsonNodes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How large a JSON Schema is with every reference replaced by what it refers to. Checking a text
 * takes time by this size, which a small schema can make astronomic. Its regular expressions and
 * divisors are looked at as well.
 */
final class SchemaBounds {

  private static final long LARGEST = 10_000;

  /** To divide a large number by a smaller one takes hundreds of digits. */
  private static final double SMALLEST_DIVISOR = 1e-15;

  /** What all expressions may cost to compile: a tenth of a second. */
  private static final long MOST_COST = 200_000;

  /** More have one hash by intent only; what is wrong with them is kept in tables by it. */
  private static final int MOST_OF_ONE_HASH = 100;

  /** Keywords whose errors hold what is in them, written out. */
  private static final List<String> TOLD = List.of("not", "contains");

  /** Keywords whose errors hold all that they stand in. */
  private static final List<String> TOLD_AROUND = List.of("minContains", "maxContains");

  /**
   * @param parts at most one more than {@link #LARGEST}
   * @param expressions the sizes of all programs that they are compiled to
   * @param cost about what compiling them takes, at most one more than {@link #MOST_COST}
   * @param unique how often lists are to have no value twice
   * @param choices how often something is to be one of a few
   * @param written about its characters, references not unfolded
   */
  record Size(long parts, long expressions, long cost, long unique, long choices, long written) {

    private static final Size NONE = new Size(0, 0, 0, 0, 0, 0);

    private Size plus(Size more) {
      return new Size(
          Math.min(LARGEST + 1, parts + more.parts),
          Math.min(Integer.MAX_VALUE, expressions + more.expressions),
          Math.min(MOST_COST + 1, cost + more.cost),
          Math.min(LARGEST + 1, unique + more.unique),
          Math.min(LARGEST + 1, choices + more.choices),
          written + more.written);
    }

    private Size unwritten() {
      return new Size(parts, expressions, cost, unique, choices, 0);
    }
  }

  /**
   * What holding JSON against a schema can take.
   *
   * @param told the most characters of the schema that an error holds a copy of
   */
  record Bounds(Size size, long told) {}

  private final JsonNode root;
  private final boolean draft4; // where $id is called id
  private final Map<JsonNode, Size> sizes = new IdentityHashMap<>();
  private final Map<JsonNode, Boolean> open = new IdentityHashMap<>();
  private final Map<Integer, Set<String>> texts = new HashMap<>();
  private long told;
  private boolean toldWhole; // errors of names hold those of any part, written out
  private String trouble;

  private SchemaBounds(JsonNode root) {
    this.root = root;
    this.draft4 = root.path("$schema").asText().contains("draft-04");
  }

  /**
   * @throws IllegalArgumentException if it can't be used; the message says what would be right
   */
  static Bounds of(JsonNode schema) {
    SchemaBounds bounds = new SchemaBounds(schema);
    Size size = bounds.size(schema);
    if (bounds.trouble == null && size.parts() > LARGEST) {
      bounds.trouble = "a schema of at most " + LARGEST + " parts, references unfolded";
    }
    if (bounds.trouble != null) {
      throw new IllegalArgumentException(bounds.trouble);
    }
    return new Bounds(size, bounds.toldWhole ? size.written() : bounds.told);
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
    Size size = own(node);
    for (Iterator<JsonNode> parts = node.elements(); parts.hasNext(); ) {
      size = size.plus(size(parts.next()));
      check(size);
    }
    size = size.plus(referred(node).unwritten());
    check(size);
    open.remove(node);
    sizes.put(node, size);
    tell(node, size);
    return size;
  }

  /** At each part, so that no more of them are compiled than may be. */
  private void check(Size size) {
    if (size.cost() > MOST_COST && trouble == null) {
      trouble = "a schema with fewer or smaller patterns";
    }
  }

  private Size own(JsonNode node) {
    if (node.path("multipleOf").isNumber()
        && Math.abs(node.get("multipleOf").doubleValue()) < SMALLEST_DIVISOR) {
      trouble = "a schema whose multipleOf is not below " + SMALLEST_DIVISOR;
    }
    long written = 1;
    if (node.isTextual()) {
      written += see(node.textValue());
    }
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      written += see(names.next());
    }
    long unique = node.path("uniqueItems").asBoolean() ? 1 : 0;
    long choices = node.has("enum") ? 1 : 0;
    return expressions(node).plus(new Size(1, 0, 0, unique, choices, written));
  }

  private int see(String text) {
    Set<String> alike = texts.computeIfAbsent(text.hashCode(), hash -> new HashSet<>());
    alike.add(text);
    if (alike.size() > MOST_OF_ONE_HASH) {
      trouble = "a schema with fewer names and texts of one hash";
    }
    return text.length() + 4; // quotes and what is between them and the next
  }

  private void tell(JsonNode node, Size size) {
    for (String keyword : TOLD) {
      told = Math.max(told, sizes.getOrDefault(node.get(keyword), Size.NONE).written());
    }
    if (TOLD_AROUND.stream().anyMatch(node::has)) {
      told = Math.max(told, size.written());
    }
    toldWhole |= node.has("propertyNames");
  }

  private Size expressions(JsonNode node) {
    Size size = Size.NONE;
    try {
      if (node.path("pattern").isTextual()) {
        size = size.plus(expression(node.get("pattern").textValue()));
      }
      if (node.path("patternProperties").isObject()) {
        for (Iterator<String> names = node.get("patternProperties").fieldNames();
            names.hasNext() && size.cost() <= MOST_COST; ) {
          size = size.plus(expression(names.next()));
        }
      }
    } catch (IllegalArgumentException e) {
      trouble = "a schema whose patterns can be used here: " + e.getMessage();
    }
    return size;
  }

  private static Size expression(String expression) {
    int program = LinearRegex.compile(expression).programSize();
    return new Size(0, program, (long) RegexCost.of(expression), 0, 0, 0);
  }

  private Size referred(JsonNode node) {
    if (node.has("$dynamicRef") || node.has("$recursiveRef")) {
      trouble = "a schema without $dynamicRef and $recursiveRef";
      return Size.NONE;
    }
    if (node != root && (node.path("$id").isTextual() || draft4 && node.path("id").isTextual())) {
      trouble = "a schema with an " + (draft4 ? "id" : "$id") + " at its top only";
      return Size.NONE;
    }
    if (node != root && node.path("$schema").isTextual()) {
      trouble = "a schema with a $schema at its top only";
      return Size.NONE;
    }
    JsonNode reference = node.path("$ref");
    if (!reference.isTextual()) {
      return Size.NONE;
    }
    JsonNode target = target(reference.textValue());
    if (target == null) {
      trouble = "a schema whose $ref begins with #/ and refers to a part of it";
      return Size.NONE;
    }
    return size(target);
  }

  /** Found as the library finds it, which is not quite how others would read a pointer. */
  private JsonNode target(String reference) {
    if (reference.equals("#")) {
      return root;
    }
    try {
      return reference.startsWith("#/")
          ? JsonNodes.get(root, SchemaLocation.Fragment.of(reference))
          : null;
    } catch (IllegalArgumentException e) {
      return null; // a % without its digits
    }
  }
}
