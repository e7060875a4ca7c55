package dev.hone.reward.rule;

import dev.hone.reward.param.Param;
import dev.hone.reward.param.Params;
import dev.hone.reward.param.Range;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes something away for runs of words that come again. */
@Singleton
final class NgramRepetitionPenalty implements Rule {

  private static final int LONGEST = 100;

  private static final Param<Integer> N =
      Param.integer("n", 3, "how many tokens make a run")
          .where(n -> n >= 1 && n <= LONGEST, "a whole number from 1 to " + LONGEST);
  private static final Param<Double> THRESHOLD =
      Param.number("penalty_threshold", 0.3, "the share of repeated runs that is free of penalty");
  private static final Param<Double> RATE =
      Param.number("penalty_rate", 1.0, "what the share above the threshold is multiplied by")
          .where(rate -> rate >= 0, "a number, at least 0");
  private static final Param<Boolean> SOFT =
      Param.bool(
          "use_soft_penalty", false, "whether the penalty grows from min_scaling on instead");
  private static final Param<Double> MAX_PENALTY =
      Param.number("max_penalty", -1.0, "the soft penalty where all is repeated")
          .where(penalty -> penalty <= 0, "a number, at most 0");
  private static final Param<Double> MIN_SCALING =
      Param.number("min_scaling", 0.0, "the share of repeated runs where the soft penalty begins")
          .where(share -> share >= 0 && share <= 1, "a number from 0 to 1");
  private static final Param<String> SCOPE =
      Param.choice(
          "analyze_scope", List.of("full", "thought"), "full", "all of it, or what is in <think>");

  private static final Tags THOUGHT = Tags.named("think");

  @Override
  public String name() {
    return "ngram_repetition_penalty";
  }

  @Override
  public String description() {
    return "Penalises texts that repeat themselves, by the share of runs of n tokens that come again.";
  }

  @Override
  public Range range() {
    return Range.upTo(0);
  }

  @Override
  public List<Param<?>> params() {
    return List.of(
        N,
        THRESHOLD,
        RATE,
        SOFT,
        MAX_PENALTY,
        MIN_SCALING,
        Tokenizer.TYPE,
        Tokenizer.ENCODING,
        Tokenizer.CHINESE_ONLY,
        SCOPE);
  }

  @Override
  public boolean mayTakeLong(Params params) {
    return Tokenizer.mayTakeLong(params);
  }

  @Override
  public Check with(Params params) {
    Tokenizer tokenizer = Tokenizer.of(params);
    boolean thoughtOnly = params.get(SCOPE).equals("thought");
    return text -> {
      String looked = thoughtOnly ? String.join(" ", THOUGHT.in(text.text())) : text.text();
      return thoughtOnly && looked.isEmpty()
          ? new Finding(0, "There is no thinking to look at.")
          : finding(tokenizer.tokens(PythonText.lower(PythonText.strip(looked))), params);
    };
  }

  private static Finding finding(List<String> tokens, Params params) {
    int n = params.get(N);
    int runs = tokens.size() - n + 1;
    if (runs < 1) {
      return Finding.of(0, "The text is too short for runs of %d tokens.", n);
    }
    double repeated = 1 - (double) distinct(tokens, n) / runs;
    double penalty = params.get(SOFT) ? soft(repeated, params) : hard(repeated, params);
    return Finding.of(
        penalty,
        penalty < 0
            ? "Repetition: %.1f %% of the runs of %d tokens come again; say things once."
            : "Repetition: %.1f %% of the runs of %d tokens come again, which is fine.",
        100 * repeated,
        n);
  }

  private static int distinct(List<String> tokens, int n) {
    Map<String, Integer> numbers = new HashMap<>();
    int[] text =
        tokens.stream()
            .mapToInt(token -> numbers.computeIfAbsent(token, unknown -> numbers.size()))
            .toArray();
    Set<Run> runs = new HashSet<>();
    for (int from = 0; from + n <= text.length; from++) {
      runs.add(new Run(text, from, from + n));
    }
    return runs.size();
  }

  /**
   * Some tokens in a row, by their numbers. Comparable, since only such are found fast in a set
   * where all have one hash; tokens can be chosen for that.
   */
  private record Run(int[] text, int from, int to) implements Comparable<Run> {

    @Override
    public int compareTo(Run other) {
      return Arrays.compare(text, from, to, other.text, other.from, other.to);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Run run && compareTo(run) == 0;
    }

    @Override
    public int hashCode() {
      int hash = 1;
      for (int i = from; i < to; i++) {
        hash = 31 * hash + text[i];
      }
      return hash;
    }
  }

  private static double hard(double repeated, Params params) {
    double excess = repeated - params.get(THRESHOLD);
    return excess > 0 ? 0 - excess * params.get(RATE) : 0;
  }

  /** Exactly at {@code min_scaling} the share counts as it is, as in the reference. */
  private static double soft(double repeated, Params params) {
    double least = params.get(MIN_SCALING);
    double scaling = repeated;
    if (repeated < least) {
      scaling = 0;
    } else if (repeated > least) {
      scaling = (repeated - least) / (1 - least);
    }
    return 0 + scaling * params.get(MAX_PENALTY);
  }
}
