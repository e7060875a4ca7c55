package dev.hone.api;

import dev.hone.refinement.Generation;
import dev.hone.refinement.Message;
import dev.hone.refinement.Models;
import dev.hone.refinement.OnDisconnect;
import dev.hone.refinement.Reward;
import dev.hone.refinement.RewardSpec;
import dev.hone.refinement.Rewards;
import dev.hone.refinement.Sample;
import dev.hone.refinement.Settings;
import dev.hone.refinement.Stop;
import dev.hone.run.NewRun;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Fills a start request's defaults in and checks it, so that what is accepted can run. */
@ApplicationScoped
class StartRequests {

  private static final String DEFAULT_REWARD = "base_helpfulness_pointwise";
  private static final int DEFAULT_ITERATIONS = 3;
  private static final int METADATA = 64;
  private static final int METADATA_TEXT = 1024;

  private final Models models;
  private final Rewards rewards;
  private final ApiConfig.Limits limits;

  StartRequests(Models models, Rewards rewards, ApiConfig config) {
    this.models = models;
    this.rewards = rewards;
    this.limits = config.limits();
  }

  /**
   * @throws ProblemException a bad request with all that is wrong
   */
  NewRun check(StartRequest request, String owner) {
    Settings settings = settings(request);
    Checks checks = new Checks();
    checkMessages(request.messages(), checks);
    checkCandidates(request.candidates(), checks);
    checkModels(settings, checks);
    checkStop(settings.stop(), checks);
    checkGeneration(settings.generation(), checks);
    checkMetadata(request.metadata(), checks);
    checks.between(settings.maxIterations(), 0, limits.iterations(), "max_iterations");
    checkReward(settings, checks);
    checks.done();
    Map<String, String> metadata = request.metadata() == null ? Map.of() : request.metadata();
    return new NewRun(
        owner, new Sample(request.messages(), request.candidates()), settings, metadata);
  }

  private static Settings settings(StartRequest request) {
    return new Settings(
        request.reference(),
        or(request.model(), Models.DEFAULT),
        or(request.judgeModel(), Models.DEFAULT),
        or(request.reward(), RewardSpec.named(DEFAULT_REWARD)),
        or(request.maxIterations(), DEFAULT_ITERATIONS),
        or(request.stop(), Stop.NEVER),
        or(request.generation(), Generation.DEFAULT),
        or(request.finalEvaluation(), true),
        or(request.onDisconnect(), OnDisconnect.CONTINUE));
  }

  private void checkMessages(List<Message> messages, Checks checks) {
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

  private void checkCandidates(List<String> candidates, Checks checks) {
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

  private void checkModels(Settings settings, Checks checks) {
    String known = "one of: " + String.join(", ", models.names());
    checks.require(models.names().contains(settings.model()), "model", known);
    checks.require(models.names().contains(settings.judgeModel()), "judge_model", known);
  }

  private static void checkStop(Stop stop, Checks checks) {
    checks.between(stop.targetScore(), -Double.MAX_VALUE, Double.MAX_VALUE, "stop.target_score");
    checks.between(stop.patience(), 1, Integer.MAX_VALUE, "stop.patience");
    checks.between(stop.minDelta(), 0, Double.MAX_VALUE, "stop.min_delta");
    checks.between(stop.tokenBudget(), 1, Double.MAX_VALUE, "stop.token_budget");
    Duration deadline = stop.deadline();
    checks.require(
        deadline == null || deadline.toMillis() > 0,
        "stop.deadline",
        "a duration above zero, such as \"PT2M\"");
  }

  private static void checkGeneration(Generation generation, Checks checks) {
    checks.between(generation.temperature(), 0, 2, "generation.temperature");
    checks.between(generation.topP(), 0, 1, "generation.top_p");
    checks.between(generation.maxTokens(), 1, Integer.MAX_VALUE, "generation.max_tokens");
    List<String> stop = generation.stop();
    checks.require(
        stop == null || stop.stream().noneMatch(text -> text == null || text.isEmpty()),
        "generation.stop",
        "a list of texts that are not empty");
  }

  private static void checkMetadata(Map<String, String> metadata, Checks checks) {
    if (metadata == null) {
      return;
    }
    checks.require(metadata.size() <= METADATA, "metadata", "at most " + METADATA + " entries");
    metadata.forEach(
        (key, value) ->
            checks.require(
                value != null && key.length() + value.length() <= METADATA_TEXT,
                "metadata." + key,
                "a string of at most " + METADATA_TEXT + " characters with its name"));
  }

  /** Looks the reward up as the run will, so that a run that is accepted has one. */
  private void checkReward(Settings settings, Checks checks) {
    try {
      String judge =
          models.names().contains(settings.judgeModel()) ? settings.judgeModel() : Models.DEFAULT;
      Reward reward = rewards.reward(settings.reward(), judge, settings.reference());
      boolean compares = reward.mode().compares();
      String pointwise = "absent: a reward that compares gives no scores to measure by";
      checks.require(
          !compares || settings.stop().targetScore() == null, "stop.target_score", pointwise);
      checks.require(!compares || settings.stop().minDelta() == null, "stop.min_delta", pointwise);
    } catch (Rewards.InvalidReward e) {
      String field = e.field().isEmpty() || e.field().startsWith("[") ? e.field() : "." + e.field();
      checks.require(false, "reward" + field, e.getMessage());
    }
  }

  private static <T> T or(T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}
