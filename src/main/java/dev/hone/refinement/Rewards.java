package dev.hone.refinement;

/** Finds the reward that a caller asked for. */
public interface Rewards {

  /**
   * @param reference the caller's right answer; may be {@code null}
   * @throws InvalidReward if there is no such reward, or it can't work with these params, this
   *     judge or without a reference
   */
  Reward reward(RewardSpec spec, String judgeModel, String reference);

  /**
   * A reward that can't be used; {@code field} is its path below {@code reward}, the message says
   * what would be right.
   */
  final class InvalidReward extends RuntimeException {
    private final String field;

    public InvalidReward(String field, String message) {
      super(message);
      this.field = field;
    }

    /**
     * For example {@code params.min_length}, {@code all[1].name}, or empty for the reward itself.
     */
    public String field() {
      return field;
    }
  }
}
