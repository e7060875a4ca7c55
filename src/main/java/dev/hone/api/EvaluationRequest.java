package dev.hone.api;

import dev.hone.refinement.Message;
import dev.hone.refinement.RewardSpec;
import java.util.List;

/**
 * A request to evaluate candidates without refining them, as its client wrote it: anything may be
 * {@code null} until it has been checked.
 */
public record EvaluationRequest(
    List<Message> messages,
    List<String> candidates,
    String reference,
    RewardSpec reward,
    String judgeModel) {}
