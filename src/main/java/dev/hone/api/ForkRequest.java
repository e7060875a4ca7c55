package dev.hone.api;

import dev.hone.refinement.Candidate;
import dev.hone.refinement.Generation;
import dev.hone.refinement.Message;
import dev.hone.refinement.OnDisconnect;
import dev.hone.refinement.RewardSpec;
import dev.hone.refinement.RunState;
import dev.hone.refinement.Settings;
import dev.hone.refinement.State;
import dev.hone.refinement.Stop;
import dev.hone.run.NoSuchCandidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a new run takes from another, and what it does otherwise: as a client wrote it, where {@code
 * null} keeps what the other run has.
 *
 * @param candidate up to which candidate; {@code null} for the best
 * @param message what a person says to that candidate; {@code null} to refine it further
 */
public record ForkRequest(
    Integer candidate,
    String message,
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

  static final ForkRequest OF_THE_BEST =
      new ForkRequest(null, null, null, null, null, null, null, null, null, null, null, null, null);

  /**
   * The start request that it amounts to.
   *
   * @throws ProblemException if the message says nothing
   * @throws NoSuchCandidate if the run doesn't have the candidate
   */
  StartRequest of(RunState run) {
    new Checks()
        .require(message == null || !message.isBlank(), "message", "what the answer is to follow")
        .done();
    State state = run.state();
    Settings settings = state.settings();
    Candidate chosen = state.candidates().get(chosen(state));
    return new StartRequest(
        message == null ? state.sample().messages() : followed(state, chosen),
        message == null ? upTo(chosen, state) : List.of(),
        or(reference, message == null ? settings.reference() : null),
        or(model, settings.model()),
        or(judgeModel, settings.judgeModel()),
        or(reward, settings.reward()),
        or(maxIterations, settings.maxIterations()),
        or(stop, settings.stop()),
        or(generation, settings.generation()),
        or(finalEvaluation, settings.finalEvaluation()),
        or(onDisconnect, settings.onDisconnect()),
        or(metadata, run.metadata()),
        stream);
  }

  private int chosen(State state) {
    Integer chosen = candidate == null ? state.chosen() : candidate;
    if (chosen == null || chosen < 0 || chosen >= state.candidates().size()) {
      throw new NoSuchCandidate(state.candidates().size());
    }
    return chosen;
  }

  /** What was never to be the best is left out: in the new run nobody would know why. */
  private static List<String> upTo(Candidate chosen, State state) {
    return state.candidates().subList(0, chosen.candidate() + 1).stream()
        .filter(candidate -> candidate.isUsable() || candidate == chosen)
        .map(Candidate::content)
        .toList();
  }

  private List<Message> followed(State state, Candidate answer) {
    List<Message> messages = new ArrayList<>(state.sample().messages());
    messages.add(Message.assistant(answer.content()));
    messages.add(Message.user(message));
    return messages;
  }

  private static <T> T or(T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}
