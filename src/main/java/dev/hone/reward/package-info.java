/**
 * Everything that can evaluate a candidate, found by name: {@link dev.hone.reward.RewardRegistry}
 * is the port {@link dev.hone.refinement.Rewards}. Rules compute ({@code rule}), judges ask a model
 * ({@code judge}), servers of the operator's evaluate elsewhere ({@code remote}), and several of
 * these become one ({@code mix}). What they can be told they say as {@code param}s.
 *
 * <p>To add a rule, write one class in {@code rule} and one test. Nothing else lists it; CDI does:
 *
 * <pre>{@code
 * @Singleton
 * final class Shouting implements Rule {
 *   private static final Param<Integer> MOST = Param.integer("most", 0, "how many marks are fine");
 *   public String name() { return "shouting"; }
 *   public String description() { return "Takes a point away for each exclamation mark."; }
 *   public Range range() { return Range.upTo(0); }
 *   public List<Param<?>> params() { return List.of(MOST); }
 *   public Check with(Params params) { return sample -> Finding.of(-excess(sample.text(), params.get(MOST)), "…"); }
 * }
 * }</pre>
 *
 * <p>To add a judge, write an entry in {@code rewards/judges.json}; its prompt is the one of its
 * mode, {@code prompts/judge-pointwise.md} or {@code judge-listwise.md}.
 *
 * <p>Unless a Javadoc says so, nothing here is {@code null}.
 */
package dev.hone.reward;
