package dev.hone.api.openai;

import dev.hone.api.Presets;
import dev.hone.api.ProblemException;
import dev.hone.api.StartRequest;
import dev.hone.api.StartRequests;
import dev.hone.refinement.Generation;
import dev.hone.refinement.Models;
import dev.hone.refinement.OnDisconnect;
import dev.hone.refinement.Problem;
import dev.hone.run.NewRun;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Makes a run of an OpenAI client's request. */
@ApplicationScoped
class ChatRequests {

  private static final Set<String> SAME_NAME = Set.of("messages", "model");
  private static final List<String> ONLY_TEXT = List.of("text");
  private static final String GENERATION = "generation.";

  private final StartRequests requests;
  private final Models models;
  private final Presets presets;

  ChatRequests(StartRequests requests, Models models, Presets presets) {
    this.requests = requests;
    this.models = models;
    this.presets = presets;
  }

  /**
   * @throws ProblemException if it asks for what can't be had; its fields are the client's
   */
  NewRun check(ChatRequest asked, String owner) {
    refuseOtherForms(asked);
    ChosenModel chosen = ChosenModel.named(asked.model(), models, presets);
    try {
      return requests.check(start(asked, chosen), owner);
    } catch (ProblemException e) {
      throw inItsWords(e, asked);
    }
  }

  private static StartRequest start(ChatRequest asked, ChosenModel chosen) {
    ChatRequest.Hone own = asked.hone() == null ? ChatRequest.Hone.NONE : asked.hone();
    Presets.Preset preset = chosen.preset();
    return new StartRequest(
        asked.messages(),
        null,
        null,
        chosen.model(),
        or(own.judgeModel(), preset.judgeModel()),
        or(own.reward(), preset.reward()),
        or(own.maxIterations(), preset.maxIterations()),
        or(own.stop(), preset.stop()),
        generation(asked),
        null,
        OnDisconnect.CANCEL,
        null,
        null);
  }

  private static Generation generation(ChatRequest asked) {
    return new Generation(
        asked.temperature(),
        asked.topP(),
        asked.tokenLimit(),
        asked.seed(),
        asked.stop(),
        asked.responseFormat(),
        asked.reasoningEffort());
  }

  /** What would change the answer's form must not be ignored. */
  private static void refuseOtherForms(ChatRequest asked) {
    List<Problem.FieldError> refused = new ArrayList<>();
    if (asked.n() != null && asked.n() != 1) {
      refused.add(new Problem.FieldError("n", "only 1: a run has one best answer"));
    }
    refuse(asked.tools() != null && !asked.tools().isEmpty(), "tools", refused);
    refuse(asked.functions() != null && !asked.functions().isEmpty(), "functions", refused);
    refuse(asked.audio() != null, "audio", refused);
    refuse(
        asked.modalities() != null && !ONLY_TEXT.equals(asked.modalities()), "modalities", refused);
    if (!refused.isEmpty()) {
      throw new ProblemException(
          new Problem("urn:hone:problem:unsupported-value", "Not supported", 400, null, refused));
    }
  }

  private static void refuse(boolean asked, String field, List<Problem.FieldError> refused) {
    if (asked) {
      refused.add(new Problem.FieldError(field, "not supported: an answer is text alone"));
    }
  }

  /** The same problem with the fields as this client calls them. */
  private static ProblemException inItsWords(ProblemException e, ChatRequest asked) {
    Problem problem = e.problem();
    List<Problem.FieldError> errors =
        problem.errors().stream()
            .map(error -> new Problem.FieldError(name(error.field(), asked), error.detail()))
            .toList();
    return new ProblemException(
        new Problem(problem.type(), problem.title(), problem.status(), problem.detail(), errors));
  }

  private static String name(String field, ChatRequest asked) {
    if (field.equals(GENERATION + "max_tokens") && asked.maxCompletionTokens() != null) {
      return "max_completion_tokens";
    }
    if (field.startsWith(GENERATION)) {
      return field.substring(GENERATION.length());
    }
    return SAME_NAME.contains(field.split("\\[")[0]) ? field : "hone." + field;
  }

  private static <T> T or(T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}
