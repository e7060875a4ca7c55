package dev.hone.api;

import dev.hone.refinement.Problem;
import java.util.Map;

/** How the clients of some paths know errors; those of all others get problems. */
public interface ErrorForm {

  /** Whether its clients use this path, which begins with a slash. */
  boolean isFor(String path);

  String mediaType();

  String body(Problem problem);

  /** Headers beside those that every error has. */
  default Map<String, String> headers(Problem problem) {
    return Map.of();
  }
}
