package dev.hone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A demo server on a socket of its own, and a client that talks to it as Hone does. */
final class DemoClient implements AutoCloseable {

  static final List<String> HELPFULNESS =
      List.of(
          "Efficient Task Execution: The assistant should make a clear attempt to perform the task"
              + " or answer the question concisely and efficiently.",
          "Inquiring for More Information: The assistant should ask relevant follow-up questions"
              + " to gather necessary details.",
          "Redirecting Misguided Requests: The assistant should redirect ill-informed requests by"
              + " suggesting more suitable approaches.");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newHttpClient();
  final DemoServer server;

  private record Config(int tokensPerSecond, Duration firstToken) implements DemoConfig {}

  DemoClient(int tokensPerSecond) {
    server = new DemoServer(vertx, new Config(tokensPerSecond, Duration.ZERO));
  }

  static ObjectNode message(String role, String content) {
    return JSON.createObjectNode().put("role", role).put("content", content);
  }

  static List<JsonNode> asked(String question) {
    return new ArrayList<>(List.of(message("user", question)));
  }

  /** As {@code prompts/refine.md} says it. */
  static JsonNode feedbackTurn(double score, String feedback) {
    return message(
        "user",
        "Your answer above was evaluated. Its score: %.2f. The best score so far: %.2f.\n\n"
                .formatted(score, score)
            + "## Feedback\n\n"
            + feedback
            + "\n\n## Task\n\nWrite a better answer to the conversation before these drafts. Take up"
            + " the feedback, keep what was good, and reply with the answer only: no preface, no"
            + " remark about the feedback or about what you changed.");
  }

  static List<JsonNode> judgePrompt(String question, List<String> rubrics, String candidate) {
    StringBuilder prompt =
        new StringBuilder("# Task Description\nJudge the answer.\n\n# Rubrics\n");
    for (int i = 0; i < rubrics.size(); i++) {
      prompt.append(i + 1).append(". ").append(rubrics.get(i)).append('\n');
    }
    prompt.append("\n# Query\n<data-1f3a>\nuser: ").append(question).append("\n</data-1f3a>\n\n");
    prompt.append("# Answer\n<data-1f3a>\n").append(candidate).append("\n</data-1f3a>\n\n");
    prompt.append("# Output Requirement\n<reason>your critique</reason>\n");
    prompt.append("<violation>numbers of the violated rubrics, or none</violation>\n");
    return asked(prompt.toString());
  }

  static List<JsonNode> listwisePrompt(String question, List<String> answers) {
    StringBuilder prompt = new StringBuilder("# Task Description\nPick one.\n\n# Query\n");
    prompt.append("<data-9c>\nuser: ").append(question).append("\n</data-9c>\n\n# Answers\n");
    for (int i = 0; i < answers.size(); i++) {
      prompt.append("## Answer ").append(i + 1).append("\n<data-9c>\n").append(answers.get(i));
      prompt.append("\n</data-9c>\n");
    }
    prompt.append("\n# Output Requirement\n<reason>why</reason><best>its number</best>");
    return asked(prompt.toString());
  }

  static ObjectNode chat(List<JsonNode> messages) {
    ObjectNode body = JSON.createObjectNode().put("model", "any");
    body.putArray("messages").addAll(messages);
    return body;
  }

  String write(List<JsonNode> messages) {
    return content(json(post(chat(messages).toString())));
  }

  static String content(JsonNode answer) {
    return answer.at("/choices/0/message/content").asText();
  }

  HttpResponse<String> post(String body) {
    return send(completions(body), BodyHandlers.ofString());
  }

  HttpResponse<java.io.InputStream> open(String body) {
    return send(completions(body), BodyHandlers.ofInputStream());
  }

  HttpResponse<String> get(String path) {
    HttpRequest request = HttpRequest.newBuilder(URI.create(root() + path)).build();
    return send(request, BodyHandlers.ofString());
  }

  /** The data of each event. */
  List<String> stream(ObjectNode body) {
    String text = post(body.put("stream", true).toString()).body();
    List<String> data = new ArrayList<>();
    for (String event : text.split("\n\n")) {
      data.add(event.substring("data: ".length()));
    }
    return data;
  }

  static JsonNode json(HttpResponse<String> response) {
    return json(response.body());
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectNode with(ObjectNode body, Consumer<ObjectNode> change) {
    change.accept(body);
    return body;
  }

  private String root() {
    return server.baseUri().toString().replaceAll("/v1$", "");
  }

  private HttpRequest completions(String body) {
    return HttpRequest.newBuilder(URI.create(server.baseUri() + "/chat/completions"))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
    try {
      return http.send(request, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
