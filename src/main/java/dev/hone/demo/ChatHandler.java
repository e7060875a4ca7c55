package dev.hone.demo;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads requests, asks the model, and has its answer spoken. */
final class ChatHandler implements Handler<HttpServerRequest> {

  /** Far above what Hone lets a run become; only there so that nothing is unbounded. */
  private static final int MAX_BODY = 64 * 1024 * 1024;

  private final Vertx vertx;
  private final Pace pace;
  private final DemoModel model = new DemoModel();
  private final AtomicInteger speaking = new AtomicInteger();

  ChatHandler(Vertx vertx, Pace pace) {
    this.vertx = vertx;
    this.pace = pace;
  }

  /** How many answers are being spoken just now; any thread may ask. */
  int speaking() {
    return speaking.get();
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (request.method() == HttpMethod.POST && request.path().equals("/v1/chat/completions")) {
      readBody(request);
    } else if (request.method() == HttpMethod.GET && request.path().equals("/v1/models")) {
      send(request, 200, CompletionJson.models(now()));
    } else {
      String path = request.method() + " " + request.path();
      send(request, 404, CompletionJson.error("Unknown request URL: " + path, null, "unknown_url"));
    }
  }

  private void readBody(HttpServerRequest request) {
    Buffer body = Buffer.buffer();
    request.handler(
        part -> {
          if (body.length() <= MAX_BODY) {
            body.appendBuffer(part);
          }
        });
    request.endHandler(end -> answer(request, body));
  }

  private void answer(HttpServerRequest request, Buffer body) {
    if (body.length() > MAX_BODY) {
      send(request, 413, CompletionJson.error("The body is too large.", null, null));
      return;
    }
    byte[] bytes = body.getBytes();
    try {
      ChatRequest chat = ChatRequest.parse(bytes);
      speak(request, chat, "chatcmpl-demo-" + Integer.toHexString(Arrays.hashCode(bytes)));
    } catch (BadRequest e) {
      send(request, 400, CompletionJson.error(e.getMessage(), e.param(), null));
    }
  }

  private void speak(HttpServerRequest request, ChatRequest chat, String id) {
    // Off the event loop: a long prompt takes the model some time to read.
    vertx
        .executeBlocking(() -> Completion.of(chat, model.answer(chat)), false)
        .onSuccess(completion -> speak(request, chat, id, completion))
        .onFailure(
            defect ->
                send(request, 500, CompletionJson.error("The demo model broke.", null, null)));
  }

  private void speak(
      HttpServerRequest request, ChatRequest chat, String id, Completion completion) {
    CompletionJson json = new CompletionJson(id, now(), chat);
    speaking.incrementAndGet();
    new AnswerWriter(vertx, pace, json, completion, request.response(), speaking::decrementAndGet)
        .start();
  }

  private static void send(HttpServerRequest request, int status, Buffer json) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(json);
  }

  private static long now() {
    return System.currentTimeMillis() / 1000;
  }
}
