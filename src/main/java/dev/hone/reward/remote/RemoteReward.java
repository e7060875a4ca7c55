package dev.hone.reward.remote;

import dev.hone.refinement.Assessment;
import dev.hone.refinement.Evaluation;
import dev.hone.refinement.Json;
import dev.hone.refinement.Message;
import dev.hone.refinement.Reward;
import dev.hone.refinement.RewardMode;
import dev.hone.refinement.Subject;
import dev.hone.refinement.Usage;
import dev.hone.reward.param.Range;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Has a reward server evaluate. Whatever the server does, slow, huge, wrong, redirecting or down,
 * comes to an evaluation without a score after a bounded time.
 */
public final class RemoteReward implements Reward {

  private static final Logger LOG = Logger.getLogger(RemoteReward.class);

  private final String name;
  private final RemoteServer server;
  private final Range range;

  /**
   * @param name of the reward
   * @throws io.quarkus.runtime.configuration.ConfigurationException that names the setting, if the
   *     server could never be asked
   */
  public RemoteReward(String name, RemoteConfig config, Vertx vertx) {
    RemoteCheck.check(name, config);
    this.name = name;
    this.server = new RemoteServer(config, vertx);
    this.range = range(config);
  }

  static Range range(RemoteConfig config) {
    return new Range(
        config.min().isPresent() ? config.min().getAsDouble() : null,
        config.max().isPresent() ? config.max().getAsDouble() : null);
  }

  public Range range() {
    return range;
  }

  @Override
  public RewardMode mode() {
    return RewardMode.POINTWISE;
  }

  @Override
  public Multi<Assessment> evaluate(Subject subject) {
    return Uni.createFrom()
        .deferred(() -> server.post(sample(subject)))
        .map(answer -> RemoteAnswer.read(answer.getBytes(), range).evaluation(name))
        .onFailure()
        .recoverWithItem(this::failed)
        .<Assessment>map(Assessment.Verdict::new)
        .toMulti();
  }

  private Evaluation failed(Throwable failure) {
    LOG.warnf("No score from the reward server %s: %s", name, failure.getMessage());
    return Evaluation.failed(Usage.NONE);
  }

  /** What a server gets: the conversation and the one candidate to evaluate. */
  private record Sample(List<Message> messages, List<String> candidates, String reference) {}

  private static Buffer sample(Subject subject) {
    return Buffer.buffer(
        Json.bytes(new Sample(subject.messages(), List.of(subject.text()), subject.reference())));
  }
}
