package dev.hone.api;

import dev.hone.api.connection.RequestLoop;
import dev.hone.run.RunLog;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** Starts a run from another one. */
@ApplicationScoped
class Forking {

  private final RunLog log;
  private final Caller caller;
  private final Starting starting;

  Forking(RunLog log, Caller caller, Starting starting) {
    this.log = log;
    this.caller = caller;
    this.starting = starting;
  }

  /** Answers as the start of a run does. */
  Uni<Response> fork(
      String run, byte[] body, String format, RoutingContext http, HttpHeaders headers) {
    ForkRequest fork =
        body.length == 0 ? ForkRequest.OF_THE_BEST : JsonBody.read(body, ForkRequest.class);
    RunLog.Once once = IdempotencyKey.of(headers, "fork " + run + " ", body);
    Context here = RequestLoop.of(http);
    return caller
        .own(run)
        .chain(() -> log.state(run))
        .emitOn(task -> here.runOnContext(ignored -> task.run())) // where the run is to live
        .map(fork::of)
        .chain(request -> starting.start(request, once, format, http, headers));
  }
}
