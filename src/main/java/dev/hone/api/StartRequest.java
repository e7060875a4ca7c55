package dev.hone.api;

import dev.hone.refinement.Generation;
import dev.hone.refinement.Message;
import dev.hone.refinement.OnDisconnect;
import dev.hone.refinement.RewardSpec;
import dev.hone.refinement.Stop;
import java.util.List;
import java.util.Map;

/**
 * A request to start a run, as its client wrote it: anything may be {@code null} until {@link
 * StartRequests} has checked it.
 */
public record StartRequest(
    List<Message> messages,
    List<String> candidates,
    String reference,
    String model,
    String judgeModel,
    RewardSpec reward,
    Integer maxIterations,
    Stop stop,
    Generation generation,
    Boolean finalEvaluation,
    OnDisconnect onDisconnect,
    Map<String, String> metadata,
    Boolean stream) {

  /** These settings for a sample. */
  StartRequest about(List<Message> messages, List<String> candidates, String reference) {
    return new StartRequest(
        messages,
        candidates,
        reference,
        model,
        judgeModel,
        reward,
        maxIterations,
        stop,
        generation,
        finalEvaluation,
        onDisconnect,
        metadata,
        stream);
  }

  boolean streams() {
    return Boolean.TRUE.equals(stream);
  }
}
