package dev.hone.api.gallery;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hone.refinement.Candidate;
import dev.hone.refinement.Evaluation;
import dev.hone.refinement.Fact;
import dev.hone.refinement.Json;
import dev.hone.refinement.Message;
import dev.hone.refinement.RunState;
import dev.hone.refinement.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A run as a sample: each candidate is an output, its score and reasons are in {@code
 * answer.reward}. The best has {@code label.preference} {@code chosen}, the others {@code
 * rejected}, as in RM-Gallery's data of preferences; an answer that came with a preference keeps
 * its own. What RM-Gallery has no field for is under {@code hone}, in an answer's {@code
 * additional_kwargs} and in the sample's {@code metadata}.
 */
public final class Refined {

  private static final String OURS = "hone";
  private static final String PREFERENCE = "preference";
  private static final Map<String, String> ROLES =
      Map.of("tool", "function", "developer", "system");

  private final State state;
  private final Integer best;
  private final PythonTime at;

  private Refined(RunState run) {
    this.state = run.state();
    this.best = state.chosen();
    this.at = PythonTime.of(run.endedAt() == null ? run.createdAt() : run.endedAt());
  }

  /** A run of the log; its id is the sample's. */
  public static DataSample of(RunState run) {
    ObjectNode metadata = Json.MAPPER.valueToTree(run.metadata());
    PythonTime created = PythonTime.of(run.createdAt());
    DataSample asked =
        new DataSample(
            run.id(),
            run.state().sample().messages().stream().map(each -> message(each, created)).toList(),
            List.of(),
            null,
            null,
            created,
            metadata);
    return of(asked, run);
  }

  /** A run of what a sample asked for; all else of the sample is kept. */
  public static DataSample of(DataSample asked, RunState run) {
    Refined refined = new Refined(run);
    ObjectNode metadata =
        asked.metadata() == null
            ? JsonNodeFactory.instance.objectNode()
            : asked.metadata().deepCopy();
    metadata.set(OURS, outcome(run));
    return asked.with(refined.outputs(asked), metadata);
  }

  private static ObjectNode outcome(RunState run) {
    State state = run.state();
    Fact.Terminal end = state.terminal();
    ObjectNode outcome = JsonNodeFactory.instance.objectNode();
    outcome.set("status", Json.MAPPER.valueToTree(run.status()));
    if (end instanceof Fact.RunCompleted completed) {
      outcome.set("stop_reason", Json.MAPPER.valueToTree(completed.stopReason()));
    }
    if (end instanceof Fact.RunFailed failed) {
      outcome.set("problem", Json.MAPPER.valueToTree(failed.problem()));
    }
    outcome.set("usage", Json.MAPPER.valueToTree(end == null ? state.usage() : end.usage()));
    return outcome;
  }

  private List<DataSample.DataOutput> outputs(DataSample asked) {
    List<DataSample.DataOutput> outputs = new ArrayList<>();
    for (Candidate candidate : state.candidates()) {
      DataSample.DataOutput given =
          candidate.candidate() < asked.output().size()
              ? asked.output().get(candidate.candidate())
              : new DataSample.DataOutput(DataSample.Step.answer(candidate.content(), at), null);
      outputs.add(new DataSample.DataOutput(answer(given.answer(), candidate), given.steps()));
    }
    return outputs;
  }

  private DataSample.Step answer(DataSample.Step given, Candidate candidate) {
    boolean isBest = best != null && best == candidate.candidate();
    ObjectNode label = given.label().deepCopy();
    if (state.settings().reference() != null && !label.has("reference")) {
      label.put("reference", state.settings().reference());
    }
    boolean mayMark = !label.has(PREFERENCE) || given.additionalKwargs().has(OURS);
    if (best != null && mayMark) {
      label.put(PREFERENCE, isBest ? "chosen" : "rejected");
    }
    ObjectNode kwargs = given.additionalKwargs().deepCopy();
    kwargs.set(OURS, about(candidate, isBest));
    return given.with(kwargs, label, reward(given.reward(), candidate));
  }

  private static ObjectNode about(Candidate candidate, boolean isBest) {
    ObjectNode about = Json.MAPPER.valueToTree(candidate);
    about.remove(List.of("content", "score", "details"));
    return about.put("best", isBest);
  }

  /** An answer that was not evaluated keeps what it came with. */
  private DataSample.Reward reward(DataSample.Reward given, Candidate candidate) {
    Fact.EvaluationCompleted ranking = ranking(candidate);
    if (ranking != null) {
      return reward(candidate.score(), ranking.details(), candidate.score());
    }
    return candidate.isEvaluated() ? reward(candidate.score(), candidate.details(), null) : given;
  }

  /** The newest evaluation, if it ranks all candidates: then it is about this one too. */
  private Fact.EvaluationCompleted ranking(Candidate candidate) {
    List<Fact.EvaluationCompleted> all = state.evaluations();
    Fact.EvaluationCompleted newest = all.isEmpty() ? null : all.get(all.size() - 1);
    boolean ranked =
        newest != null
            && newest.ranks() != null
            && newest.ranks().stream().anyMatch(rank -> rank.candidate() == candidate.candidate());
    return ranked ? newest : null;
  }

  /**
   * RM-Gallery knows no dimension without a score: where only a reason was asked for it is 0.
   *
   * @param each the score of each dimension; {@code null} for its own
   */
  private static DataSample.Reward reward(
      Double score, List<Evaluation.Detail> details, Double each) {
    List<DataSample.Dimension> dimensions = new ArrayList<>();
    for (Evaluation.Detail detail : details) {
      Double its = each == null ? detail.score() : each;
      dimensions.add(
          new DataSample.Dimension(detail.name(), detail.reason(), its == null ? 0.0 : its));
    }
    return new DataSample.Reward(score, dimensions);
  }

  private static DataSample.ChatMessage message(Message message, PythonTime at) {
    ObjectNode kwargs = JsonNodeFactory.instance.objectNode();
    if (message.toolCallId() != null) {
      kwargs.put("tool_call_id", message.toolCallId());
    }
    return new DataSample.ChatMessage(
        ROLES.getOrDefault(message.role(), message.role()),
        message.name(),
        TextNode.valueOf(message.content() == null ? "" : message.content()),
        null,
        message.toolCalls() == null ? null : Json.MAPPER.valueToTree(message.toolCalls()),
        kwargs,
        at);
  }
}
