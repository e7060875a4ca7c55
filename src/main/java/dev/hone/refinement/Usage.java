package dev.hone.refinement;

/**
 * Tokens used by one or more model calls: never fewer than none, and at most as many as a number
 * holds, so that no sum of them gives a budget or a quota something back.
 *
 * @param cachedTokens prompt tokens that the provider served from its cache; {@code null} if it
 *     doesn't say
 * @param estimated {@code true} where some call ended before the provider counted, else {@code
 *     null}
 */
public record Usage(
    long promptTokens,
    long completionTokens,
    long totalTokens,
    Long cachedTokens,
    Boolean estimated) {

  public static final Usage NONE = new Usage(0, 0, 0, null, null);

  /**
   * Characters a token, the usual rule of thumb for English; good enough for a call that nobody
   * counted.
   */
  private static final int CHARACTERS_PER_TOKEN = 4;

  public Usage {
    promptTokens = Math.max(0, promptTokens);
    completionTokens = Math.max(0, completionTokens);
    totalTokens = Math.max(0, totalTokens);
    cachedTokens = cachedTokens == null ? null : (Long) Math.max(0, cachedTokens);
  }

  public static Usage of(long promptTokens, long completionTokens) {
    return new Usage(
        promptTokens, completionTokens, sum(promptTokens, completionTokens), null, null);
  }

  /** A guess from lengths in characters, marked as such; {@link #NONE} if both are zero. */
  public static Usage estimate(long promptCharacters, long completionCharacters) {
    if (promptCharacters == 0 && completionCharacters == 0) {
      return NONE;
    }
    long prompt = tokens(promptCharacters);
    long completion = tokens(completionCharacters);
    return new Usage(prompt, completion, prompt + completion, null, true);
  }

  public Usage plus(Usage other) {
    return new Usage(
        sum(promptTokens, other.promptTokens),
        sum(completionTokens, other.completionTokens),
        sum(totalTokens, other.totalTokens),
        sum(cachedTokens, other.cachedTokens),
        estimated == null ? other.estimated : estimated);
  }

  private static Long sum(Long one, Long other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return sum((long) one, (long) other);
  }

  private static long sum(long one, long other) {
    return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
  }

  private static long tokens(long characters) {
    return (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
  }
}
