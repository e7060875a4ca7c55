package dev.hone.model;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a model's API differs from OpenAI's, by Hone's name of the model: reasoning models and
 * local servers do.
 */
@ConfigMapping(prefix = "hone.models")
interface QuirksConfig {

  @WithParentName
  Map<String, Quirks> models();

  interface Quirks {

    /** What the limit of an answer's tokens is called; {@code none} doesn't send it. */
    @WithDefault("max-tokens")
    TokenLimitParameter tokenLimitParameter();

    /** Fields of the request that are not sent, such as {@code temperature}. */
    Optional<Set<String>> omit();

    /** Further fields of the request, each a JSON value; they win over Hone's own. */
    Map<String, String> extraBody();
  }

  /** OpenAI renamed it for reasoning models; others only know the old name. */
  enum TokenLimitParameter {
    MAX_TOKENS,
    MAX_COMPLETION_TOKENS,
    NONE
  }
}
