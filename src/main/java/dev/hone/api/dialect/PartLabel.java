package dev.hone.api.dialect;

import java.util.Map;

/**
 * What Hone says of a part where a protocol has room for it.
 *
 * @param discarded why its text is void; {@code null} if it counts, or isn't known yet
 */
record PartLabel(Source.Kind kind, int candidate, String part, String discarded) {

  static Map<String, PartLabel> of(Source source, String discarded) {
    return Map.of(
        "hone", new PartLabel(source.kind(), source.candidate(), source.part(), discarded));
  }
}
