package dev.hone.api;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * A reader of a streamed body that asks when a test says so: a line {@code hold} or {@code ask}.
 */
@ApplicationScoped
public class StreamedUpload {

  static final String ASKED_BY = "X-Streamed-Upload";

  void register(@Observes Router router) {
    router.post("/v1/refinements/batch").order(-1).handler(this::read);
  }

  private void read(RoutingContext request) {
    if (!request.request().headers().contains(ASKED_BY)) {
      request.next();
      return;
    }
    BodyClock.ask(request);
    request.response().setChunked(true).write("begun\n");
    request
        .request()
        .handler(
            bytes -> {
              String said = bytes.toString().trim();
              if (said.equals("hold")) {
                BodyClock.hold(request);
              } else if (said.equals("ask")) {
                BodyClock.ask(request);
              }
              request.response().write("got " + said + "\n");
            })
        .endHandler(end -> request.response().end("whole\n"))
        .resume();
  }
}
