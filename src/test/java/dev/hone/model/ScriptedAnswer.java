package dev.hone.model;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What {@link ScriptedModelServer} does with one request: steps in order. Immutable; each method
 * gives a new one.
 */
public final class ScriptedAnswer {

  sealed interface Step {
    record Write(Buffer bytes) implements Step {}

    /** What is written is made when it is its turn. */
    record Make(Supplier<Buffer> bytes) implements Step {}

    record Wait(Duration time) implements Step {}

    /** Writes as fast as the socket takes it, for ever. */
    record Flood(Buffer bytes) implements Step {}

    /** Goes on when a test lets it. */
    record Hold(Gate gate) implements Step {}

    /** Does nothing any more, with the connection open. */
    record Stall() implements Step {}

    record CloseConnection() implements Step {}

    record End() implements Step {}
  }

  private final int status;
  private final Map<String, String> headers;
  private final boolean head;
  private final List<Step> steps;

  private ScriptedAnswer(int status, Map<String, String> headers, boolean head, List<Step> steps) {
    this.status = status;
    this.headers = headers;
    this.head = head;
    this.steps = List.copyOf(steps);
  }

  /** A stream whose steps follow; none yet. */
  public static ScriptedAnswer stream() {
    return unended(200, "text/event-stream; charset=utf-8");
  }

  /** A whole answer: these tokens, {@code stop}, usage of 10 prompt tokens and one a token. */
  public static ScriptedAnswer tokens(String... tokens) {
    return stream().text(tokens).finish("stop").usage(10, tokens.length).done();
  }

  /** A whole answer of one token. */
  public static ScriptedAnswer of(String text) {
    return tokens(text);
  }

  /** An answer that is no stream. */
  public static ScriptedAnswer status(int status, String contentType, String body) {
    return unended(status, contentType).raw(body).end();
  }

  /** The head of an answer; its body and its end are steps to come. */
  public static ScriptedAnswer unended(int status, String contentType) {
    return new ScriptedAnswer(status, Map.of("Content-Type", contentType), true, List.of());
  }

  /** An error in OpenAI's shape. */
  public static ScriptedAnswer error(int status, String code, String message) {
    return status(status, "application/json", errorBody(code, message).encode());
  }

  public static ScriptedAnswer html() {
    return status(200, "text/html", "<html><body>Please log in</body></html>");
  }

  /** Takes the request and never says anything. */
  public static ScriptedAnswer silent() {
    return new ScriptedAnswer(0, Map.of(), false, List.of());
  }

  /** Takes the request and closes the connection. */
  public static ScriptedAnswer closed() {
    return silent().with(new Step.CloseConnection());
  }

  public ScriptedAnswer header(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new ScriptedAnswer(status, more, head, steps);
  }

  public ScriptedAnswer text(String... tokens) {
    return deltas("content", tokens);
  }

  /** A token that is made when it is its turn. */
  public ScriptedAnswer text(Supplier<String> token) {
    return with(new Step.Make(() -> Buffer.buffer(event(contentOf("content", token.get())))));
  }

  public ScriptedAnswer reasoning(String... tokens) {
    return deltas("reasoning_content", tokens);
  }

  /** Deltas of any field. */
  public ScriptedAnswer deltas(String field, String... tokens) {
    ScriptedAnswer answer = this;
    for (String token : tokens) {
      answer = answer.data(contentOf(field, token));
    }
    return answer;
  }

  public ScriptedAnswer finish(String reason) {
    return data(chunk(new JsonObject(), reason).encode());
  }

  public ScriptedAnswer usage(int prompt, int completion) {
    JsonObject usage =
        new JsonObject()
            .put("prompt_tokens", prompt)
            .put("completion_tokens", completion)
            .put("total_tokens", prompt + completion);
    return data(new JsonObject().put("choices", new JsonArray()).put("usage", usage).encode());
  }

  /** The last word, and the end. */
  public ScriptedAnswer done() {
    return data("[DONE]").end();
  }

  public ScriptedAnswer end() {
    return with(new Step.End());
  }

  public ScriptedAnswer data(String value) {
    return raw(event(value));
  }

  public ScriptedAnswer raw(String bytes) {
    return with(new Step.Write(Buffer.buffer(bytes)));
  }

  /** Bytes that may end in the middle of a character: each character of the text is one. */
  public ScriptedAnswer rawBytes(String latin1) {
    return with(new Step.Write(Buffer.buffer(latin1, "ISO-8859-1")));
  }

  public ScriptedAnswer pause(Duration time) {
    return with(new Step.Wait(time));
  }

  /** Waits until the gate is opened. */
  public ScriptedAnswer hold(Gate gate) {
    return with(new Step.Hold(gate));
  }

  public ScriptedAnswer stall() {
    return with(new Step.Stall());
  }

  public ScriptedAnswer cut() {
    return with(new Step.CloseConnection());
  }

  public ScriptedAnswer malformed() {
    return raw("data: {\"choices\":[{\"delta\":{\"content\":\"t1 \n\n");
  }

  public ScriptedAnswer errorInStream(String code, String message) {
    return data(errorBody(code, message).encode());
  }

  public ScriptedAnswer flood(String token) {
    return with(new Step.Flood(Buffer.buffer(event(contentOf("content", token)))));
  }

  /** The same with a pause before each write. */
  public ScriptedAnswer every(Duration time) {
    List<Step> paced = new ArrayList<>();
    for (Step step : steps) {
      if (step instanceof Step.Write || step instanceof Step.Make) {
        paced.add(new Step.Wait(time));
      }
      paced.add(step);
    }
    return new ScriptedAnswer(status, headers, head, paced);
  }

  int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }

  boolean hasHead() {
    return head;
  }

  List<Step> steps() {
    return steps;
  }

  private ScriptedAnswer with(Step step) {
    List<Step> more = new ArrayList<>(steps);
    more.add(step);
    return new ScriptedAnswer(status, headers, head, more);
  }

  private static String event(String data) {
    return "data: " + data + "\n\n";
  }

  private static String contentOf(String field, String token) {
    return chunk(new JsonObject().put(field, token), null).encode();
  }

  private static JsonObject chunk(JsonObject delta, String finishReason) {
    JsonObject choice =
        new JsonObject().put("index", 0).put("delta", delta).put("finish_reason", finishReason);
    return new JsonObject()
        .put("id", "chatcmpl-1")
        .put("object", "chat.completion.chunk")
        .put("created", 1700000000)
        .put("model", "scripted")
        .put("choices", new JsonArray().add(choice));
  }

  private static JsonObject errorBody(String code, String message) {
    JsonObject error =
        new JsonObject().put("message", message).put("type", "error").put("code", code);
    return new JsonObject().put("error", error);
  }
}
