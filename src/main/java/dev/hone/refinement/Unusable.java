package dev.hone.refinement;

import java.util.regex.Pattern;

/**
 * Why a candidate that was written can't be used. Its provider says no more than how it ended, and
 * what to do about that depends on who asks.
 */
final class Unusable {

  /** Anything else is nothing that a provider means to say, and would be in the log of runs. */
  private static final Pattern WORDS = Pattern.compile("[\\w:. -]{1,60}");

  private Unusable() {}

  static boolean isFiltered(String finishReason) {
    // Some say behind it what was filtered.
    return finishReason != null && finishReason.startsWith("content_filter");
  }

  /** The end of a sentence for whom asked; empty for a candidate that nobody wrote. */
  static String ending(Candidate candidate) {
    if (candidate == null || candidate.finishReason() == null) {
      return "";
    }
    String reason = candidate.finishReason();
    String said = WORDS.matcher(reason).matches() ? reason : "(unknown)";
    return "; the newest ended with finish_reason " + said + advice(reason);
  }

  /** What the model is told before all else; {@code null} if it could do nothing about it. */
  static String toWriter(Candidate candidate) {
    String reason = candidate.finishReason();
    if (candidate.isUsable() || reason == null) {
      return null;
    }
    if (isFiltered(reason)) {
      return "A filter held your answer back. Answer so that it passes.";
    }
    return switch (reason) {
      case "length" -> "Your tokens ran out before the answer began. Think less and answer sooner.";
      case "tool_calls", "function_call" -> "There are no tools. Answer in words.";
      default -> null;
    };
  }

  private static String advice(String reason) {
    if (isFiltered(reason)) {
      return ": the provider's filter held it back";
    }
    return switch (reason) {
      case "length" -> ": raise generation.max_tokens, or hone.limits.candidate";
      case "tool_calls", "function_call" -> ": it asked for a tool where an answer was wanted";
      default -> " and without text";
    };
  }
}
