package dev.hone.reward.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.PathType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much work JSON makes for the library that holds it against a schema: by how many values it
 * has, and by those that can't be told apart by their hashes, which its tables find one by one.
 */
final class JsonSize {

  /** A number beyond 64 bits takes as long as one more value for this many bits. */
  private static final int BITS_OF_A_VALUE = 16;

  private static final int USUAL_BITS = 64;

  /** Fewer values than this fill no part of a table so that it is felt. */
  private static final int FEW = 300;

  private static final int TABLE = 1 << 16;

  private long values;
  private long alike;
  private long numbers;
  private final int[] table = new int[TABLE];

  private JsonSize() {}

  /**
   * @param unique whether values of lists are compared with each other
   * @throws Rule.TooMuch if names in it were chosen so that tables of them take for ever
   */
  static JsonSize of(JsonNode json, boolean unique) {
    JsonSize size = new JsonSize();
    size.add(json, new JsonNodePath(PathType.JSON_POINTER), unique);
    return size;
  }

  /** The value itself and all that is in it; a huge number is like many. */
  long values() {
    return values;
  }

  /** How many pairs must be compared to see whether all values of each list are different. */
  long alike() {
    return alike;
  }

  /** How many values are in lists that have a number in them. */
  long numbers() {
    return numbers;
  }

  private void add(JsonNode json, JsonNodePath path, boolean unique) {
    values += 1 + bits(json) / BITS_OF_A_VALUE;
    count(path.hashCode());
    if (json.isObject()) {
      json.fields().forEachRemaining(e -> add(e.getValue(), path.append(e.getKey()), unique));
      return;
    }
    long before = values;
    boolean hasNumber = false;
    int at = 0;
    for (JsonNode part : json) {
      hasNumber |= part.isNumber();
      add(part, path.append(at++), unique);
    }
    numbers += hasNumber ? values - before : 0;
    compare(json, unique);
  }

  private static int bits(JsonNode json) {
    int bits = 0;
    if (json.isBigInteger()) {
      bits = json.bigIntegerValue().bitLength();
    } else if (json.isDouble()) {
      bits = Math.abs(Math.getExponent(json.doubleValue()));
    }
    return Math.max(0, bits - USUAL_BITS);
  }

  private void count(int hash) {
    int many = ++table[(hash ^ hash >>> 16) & TABLE - 1];
    if (many > FEW + values / FEW) {
      throw new Rule.TooMuch("The JSON has too many names of one hash.");
    }
  }

  /** As the library does, which stops at the first that is there twice. */
  private void compare(JsonNode list, boolean unique) {
    if (!unique) {
      return;
    }
    Map<Integer, List<JsonNode>> byHash = new HashMap<>();
    for (JsonNode value : list) {
      List<JsonNode> others = byHash.computeIfAbsent(value.hashCode(), hash -> new ArrayList<>());
      for (JsonNode other : others) {
        if (++alike > BoundedSchema.MOST_STEPS || other.equals(value)) {
          return;
        }
      }
      others.add(value);
    }
  }
}
