package dev.hone.load;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * An OpenAI-compatible server that answers by the {@link Script} in the first message. Its tokens
 * are {@code t<number>.<System.nanoTime() as it is sent> }, so that whoever reads one knows how old
 * it is: the clock is the machine's.
 */
final class Model {

  private static final String CHUNK =
      "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
          + "\"model\":\"scripted\",\"choices\":[{\"index\":0,\"delta\":";
  private static final int RUSH = 64;

  private final Vertx vertx;
  private final LongAdder tokens = new LongAdder();
  private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();
  private HttpServer server;

  private Model(Vertx vertx) {
    this.vertx = vertx;
  }

  static Future<Model> start(Vertx vertx) {
    Model model = new Model(vertx);
    return vertx
        .createHttpServer(
            new HttpServerOptions().setAcceptBacklog(4096).setHttp2ClearTextEnabled(false))
        .requestHandler(
            request -> request.body().onSuccess(body -> model.answer(request, body.toJsonObject())))
        .listen(0, Site.HOST)
        .map(
            server -> {
              model.server = server;
              return model;
            });
  }

  int port() {
    return server.actualPort();
  }

  /** How many it has sent. */
  long tokens() {
    return tokens.sum();
  }

  /** Ends all answers that were held. */
  void release() {
    for (Runnable end = held.poll(); end != null; end = held.poll()) {
      end.run();
    }
  }

  private void answer(HttpServerRequest request, JsonObject asked) {
    String question =
        asked.getJsonArray("messages").getJsonObject(0).getValue("content").toString();
    HttpServerResponse response = request.response();
    response.setChunked(true).putHeader("Content-Type", "text/event-stream");
    new Answer(response, Script.read(question)).begin();
  }

  private final class Answer {

    private final HttpServerResponse response;
    private final Script script;
    private final Context context = vertx.getOrCreateContext();
    private int sent;
    private boolean over;
    private long timer;

    Answer(HttpServerResponse response, Script script) {
      this.response = response;
      this.script = script;
      response.exceptionHandler(failure -> over = true);
      response.closeHandler(closed -> stop());
    }

    void begin() {
      if (script.rate() == 0) {
        rush();
        return;
      }
      int millis = 1_000 / script.rate();
      // Else all who begin together speak in the same millisecond for ever.
      int phase = 1 + ThreadLocalRandom.current().nextInt(millis);
      vertx.setTimer(
          phase,
          first -> {
            if (!over) {
              timer = vertx.setPeriodic(millis, tick -> step());
            }
          });
    }

    private void rush() {
      for (int i = 0; i < RUSH && !over; i++) {
        if (response.writeQueueFull()) {
          response.drainHandler(drained -> rush());
          return;
        }
        step();
      }
      if (!over) {
        context.runOnContext(turn -> rush());
      }
    }

    private void step() {
      if (sent == script.tokens()) {
        stop();
        if (script.held()) {
          held.add(() -> context.runOnContext(turn -> end()));
        } else {
          end();
        }
        return;
      }
      response.write(
          CHUNK
              + "{\"content\":\"t"
              + sent++
              + "."
              + System.nanoTime()
              + " \"},\"finish_reason\":null}]}\n\n");
      tokens.increment();
    }

    private void end() {
      response.end(CHUNK + "{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
    }

    private void stop() {
      over = true;
      vertx.cancelTimer(timer);
    }
  }
}
