package dev.hone.api;

import dev.hone.refinement.Generation;
import dev.hone.refinement.Models;
import dev.hone.refinement.OnDisconnect;
import dev.hone.refinement.Reward;
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
public class StartRequests {

  private static final int DEFAULT_ITERATIONS = 3;
  private static final int METADATA = 64;
  private static final int METADATA_TEXT = 1024;

  private final SampleChecks samples;
  private final ApiConfig.Limits limits;

  StartRequests(SampleChecks samples, ApiConfig config) {
    this.samples = samples;
    this.limits = config.limits();
  }

  /**
   * @throws ProblemException a bad request with all that is wrong
   */
  public NewRun check(StartRequest request, String owner) {
    Settings settings = settings(request);
    Checks checks = new Checks();
    samples.checkMessages(request.messages(), checks);
    samples.checkCandidates(request.candidates(), checks);
    samples.checkModel(settings.model(), "model", checks);
    samples.checkModel(settings.judgeModel(), "judge_model", checks);
    checkStop(settings.stop(), checks);
    checkGeneration(settings.generation(), checks);
    checkMetadata(request.metadata(), checks);
    checks.between(settings.maxIterations(), 0, limits.iterations(), "max_iterations");
    Reward reward =
        samples.checkReward(
            settings.reward(),
            settings.judgeModel(),
            settings.reference(),
            request.candidates(),
            checks);
    checkStopOf(reward, settings.stop(), checks);
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
        or(request.reward(), SampleChecks.DEFAULT_REWARD),
        or(request.maxIterations(), DEFAULT_ITERATIONS),
        or(request.stop(), Stop.NEVER),
        or(request.generation(), Generation.DEFAULT),
        or(request.finalEvaluation(), true),
        or(request.onDisconnect(), OnDisconnect.CONTINUE));
  }

  private void checkStop(Stop stop, Checks checks) {
    checks.between(stop.targetScore(), -Double.MAX_VALUE, Double.MAX_VALUE, "stop.target_score");
    checks.between(stop.patience(), 1, Integer.MAX_VALUE, "stop.patience");
    checks.between(stop.minDelta(), 0, Double.MAX_VALUE, "stop.min_delta");
    checks.between(stop.tokenBudget(), 1, Double.MAX_VALUE, "stop.token_budget");
    Duration deadline = stop.deadline();
    checks.require(
        deadline == null
            || deadline.compareTo(Duration.ZERO) > 0 && deadline.compareTo(limits.deadline()) <= 0,
        "stop.deadline",
        "a duration above zero and up to "
            + limits.deadline()
            + " (hone.limits.deadline), such as \"PT2M\"");
  }

  private void checkGeneration(Generation generation, Checks checks) {
    checks.between(generation.temperature(), 0, 2, "generation.temperature");
    checks.between(generation.topP(), 0, 1, "generation.top_p");
    checks.between(generation.maxTokens(), 1, Integer.MAX_VALUE, "generation.max_tokens");
    List<String> stop = generation.stop();
    checks.require(
        stop == null || stop.stream().noneMatch(text -> text == null || text.isEmpty()),
        "generation.stop",
        "a list of texts that are not empty");
    checks.require(
        stop == null || stop.size() <= limits.stopSequences(),
        "generation.stop",
        "at most " + limits.stopSequences() + " texts (hone.limits.stop-sequences)");
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

  private static void checkStopOf(Reward reward, Stop stop, Checks checks) {
    boolean compares = reward != null && reward.mode().compares();
    String absent = "absent: a reward that compares gives no scores to measure by";
    checks.require(!compares || stop.targetScore() == null, "stop.target_score", absent);
    checks.require(!compares || stop.minDelta() == null, "stop.min_delta", absent);
  }

  private static <T> T or(T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}
