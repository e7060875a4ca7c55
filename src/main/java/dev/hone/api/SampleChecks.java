package dev.hone.api;

import dev.hone.refinement.Message;
import dev.hone.refinement.Models;
import dev.hone.refinement.Reward;
import dev.hone.refinement.RewardMode;
import dev.hone.refinement.RewardSpec;
import dev.hone.refinement.Rewards;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Checks what all requests have that bring a sample: messages, candidates, models, a reward. */
@ApplicationScoped
class SampleChecks {

  /** What a request that names no reward gets. */
  static final RewardSpec DEFAULT_REWARD = RewardSpec.named("base_helpfulness_pointwise");

  /**
   * Evaluations of the candidates that one request gives, each part of the reward counted: as many
   * as the most candidates have by a judge that compares a pair in both orders.
   */
  private static final int MOST_EVALUATIONS = 2000;

  private final Models models;
  private final Rewards rewards;
  private final ApiConfig.Limits limits;

  SampleChecks(Models models, Rewards rewards, ApiConfig config) {
    this.models = models;
    this.rewards = rewards;
    this.limits = config.limits();
  }

  void checkMessages(List<Message> messages, Checks checks) {
    boolean some = messages != null && !messages.isEmpty();
    checks.require(
        some, "messages", "at least one message, such as {\"role\": \"user\", \"content\": \"…\"}");
    if (!some) {
      return;
    }
    checks.require(
        messages.size() <= limits.messages(),
        "messages",
        "at most " + limits.messages() + " messages (hone.limits.messages)");
    for (int i = 0; i < messages.size(); i++) {
      checkMessage(messages.get(i), "messages[" + i + "]", checks);
    }
  }

  private static void checkMessage(Message message, String path, Checks checks) {
    if (message == null) {
      checks.require(false, path, "a message, not null");
      return;
    }
    checks.require(
        Message.ROLES.contains(message.role() == null ? "" : message.role()),
        path + ".role",
        "one of: " + String.join(", ", Message.ROLES));
    boolean calls = "assistant".equals(message.role()) && message.toolCalls() != null;
    checks.require(
        message.content() != null || calls,
        path + ".content",
        "a string or text parts; only an assistant's message with tool_calls has none");
  }

  void checkCandidates(List<String> candidates, Checks checks) {
    if (candidates == null) {
      return;
    }
    checks.require(
        candidates.size() <= limits.messages(),
        "candidates",
        "at most " + limits.messages() + " candidates (hone.limits.messages)");
    for (int i = 0; i < candidates.size(); i++) {
      checks.require(candidates.get(i) != null, "candidates[" + i + "]", "a string, not null");
    }
  }

  void checkModel(String model, String field, Checks checks) {
    checks.require(
        models.names().contains(model), field, "one of: " + String.join(", ", models.names()));
  }

  /**
   * Looks the reward up as it will be used, so that what is accepted has one.
   *
   * @param candidates that are given and will be evaluated; may be {@code null}
   * @return {@code null} if it can't be used
   */
  Reward checkReward(
      RewardSpec spec,
      String judgeModel,
      String reference,
      List<String> candidates,
      Checks checks) {
    String judge = models.names().contains(judgeModel) ? judgeModel : Models.DEFAULT;
    try {
      Reward reward = rewards.reward(spec, judge, reference);
      checkEvaluations(reward, candidates == null ? 0 : candidates.size(), checks);
      return reward;
    } catch (Rewards.InvalidReward e) {
      boolean itself = e.field().isEmpty() || e.field().startsWith("[");
      checks.require(false, "reward" + (itself ? "" : ".") + e.field(), e.getMessage());
      return null;
    }
  }

  private static void checkEvaluations(Reward reward, int candidates, Checks checks) {
    int most = MOST_EVALUATIONS / reward.parts();
    checks.require(
        reward.mode() == RewardMode.LISTWISE || candidates <= most,
        "candidates",
        "at most "
            + most
            + " candidates with this reward: each takes "
            + reward.parts()
            + " evaluations, and a request may ask for "
            + MOST_EVALUATIONS);
  }
}
