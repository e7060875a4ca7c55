package dev.hone.api.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.api.ErrorForm;
import dev.hone.refinement.Fact;
import dev.hone.refinement.Json;
import dev.hone.refinement.Problem;
import dev.hone.run.Ties;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A problem as OpenAI's clients know errors; every field is there, though it may be null. */
public record ChatError(Body error) {

  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Body(String message, String type, String param, String code) {}

  /** For what OpenAI's clients ask for, whether it is there or not, and nobody else does. */
  @ApplicationScoped
  static class Form implements ErrorForm {

    private static final Pattern PATHS =
        Pattern.compile("/v1/(chat|completions|embeddings|responses)(/.*)?");

    @Override
    public boolean isFor(String path) {
      return PATHS.matcher(path).matches();
    }

    @Override
    public String mediaType() {
      return "application/json";
    }

    @Override
    public String body(Problem problem) {
      return Json.text(ChatError.of(problem));
    }

    /** The model was asked often enough; OpenAI's clients would start the whole run again. */
    @Override
    public Map<String, String> headers(Problem problem) {
      return problem.status() == 502 ? Map.of("x-should-retry", "false") : Map.of();
    }
  }

  /** For what others ask for, too: a problem that has the error in it. */
  @ApplicationScoped
  static class InProblem implements ErrorForm {

    private static final Pattern PATHS = Pattern.compile("/v1/models(/.*)?");

    @Override
    public boolean isFor(String path) {
      return PATHS.matcher(path).matches();
    }

    @Override
    public String mediaType() {
      return "application/problem+json";
    }

    @Override
    public String body(Problem problem) {
      ObjectNode both = Json.MAPPER.valueToTree(problem);
      return Json.text(both.setAll(Json.MAPPER.<ObjectNode>valueToTree(ChatError.of(problem))));
    }
  }

  static ChatError of(Problem problem) {
    return new ChatError(
        new Body(message(problem), type(problem.status()), param(problem), code(problem)));
  }

  /** Why a run has ended without an answer; {@code null} if it has one. */
  static Problem in(Fact.Terminal end) {
    if (end.content() != null) {
      return null;
    }
    if (end instanceof Fact.RunFailed failed) {
      return failed.problem();
    }
    // Who reads this is connected: it is the server that was gone, and others may be there.
    return Ties.DISCONNECT.equals(((Fact.RunCancelled) end).by())
        ? Problem.of("unavailable", "Not now", 503, "The server lost the run; ask again.")
        : Problem.of("cancelled", "Cancelled", 410, "The run was cancelled before any answer.");
  }

  private static String message(Problem problem) {
    if (problem.errors() == null) {
      return problem.detail() == null ? problem.title() : problem.detail();
    }
    return problem.errors().stream().map(ChatError::text).collect(Collectors.joining("; "));
  }

  private static String text(Problem.FieldError error) {
    return error.field().isEmpty() ? error.detail() : error.field() + ": " + error.detail();
  }

  private static String type(int status) {
    if (status == 429) {
      return "rate_limit_error";
    }
    return status >= 500 ? "server_error" : "invalid_request_error";
  }

  /** The first of them: there is room for one. */
  private static String param(Problem problem) {
    List<Problem.FieldError> errors = problem.errors();
    return errors == null || errors.isEmpty() || errors.get(0).field().isEmpty()
        ? null
        : errors.get(0).field();
  }

  private static String code(Problem problem) {
    String word = problem.type().substring(problem.type().lastIndexOf(':') + 1).replace('-', '_');
    return switch (word) {
      case "bad_request" -> "invalid_value";
      case "unauthorized" -> "invalid_api_key";
      case "quota" -> "rate_limit_exceeded";
      default -> word;
    };
  }
}
