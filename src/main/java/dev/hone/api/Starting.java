package dev.hone.api;

import dev.hone.refinement.OnDisconnect;
import dev.hone.refinement.RunState;
import dev.hone.run.NewRun;
import dev.hone.run.RunLog;
import dev.hone.run.RunLogFailure;
import dev.hone.run.Runs;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Starts a run over REST, and answers as its client wants: at once, when it has ended, or with its
 * events.
 */
@ApplicationScoped
class Starting {

  private static final Logger LOG = Logger.getLogger(Starting.class);
  private static final String PATH = "/v1/refinements/";

  private final Runs runs;
  private final RunLog log;
  private final StartRequests requests;
  private final Caller caller;
  private final ApiConfig config;

  Starting(Runs runs, RunLog log, StartRequests requests, Caller caller, ApiConfig config) {
    this.runs = runs;
    this.log = log;
    this.requests = requests;
    this.caller = caller;
    this.config = config;
  }

  /**
   * @throws ProblemException if the request is bad; then nothing has happened
   */
  Uni<Response> start(byte[] body, RoutingContext http, HttpHeaders headers) {
    long limit = config.limits().body().asLongValue();
    if (body.length > limit) {
      throw ProblemException.tooLarge(limit);
    }
    StartRequest request = JsonBody.read(body, StartRequest.class);
    boolean events = request.streams() || Accept.wantsEvents(headers);
    NewRun run = requests.check(request, caller.owner());
    Duration wait = Preference.waiting(preferences(headers), config.limits().longestWait());
    return runs.start(run)
        .chain(
            started -> {
              if (events) {
                return stream(started, http);
              }
              return wait == null ? Uni.createFrom().item(created(started)) : waited(started, wait);
            });
  }

  private static List<String> preferences(HttpHeaders headers) {
    return Optional.ofNullable(headers.getRequestHeader("Prefer")).orElse(List.of());
  }

  private Uni<Response> stream(RunState run, RoutingContext http) {
    http.response().putHeader("Location", PATH + run.id());
    return EventStream.answer(http, runs.watch(run.id(), 0), config.sse())
        .onItem()
        .invoke(() -> cancelIfTied(run))
        .replaceWith((Response) null);
  }

  private static Response created(RunState run) {
    return Replies.builder(Response.Status.CREATED, RunView.of(run))
        .header("Location", PATH + run.id())
        .build();
  }

  /**
   * The run is tied to the connection only while the client waits: with the answer the connection
   * has done its work.
   */
  private Uni<Response> waited(RunState run, Duration wait) {
    return runs.ended(run.id())
        .ifNoItem()
        .after(wait)
        .recoverWithUni(() -> log.state(run.id()))
        .onCancellation() // quarkus-rest cancels when the client goes
        .invoke(() -> cancelIfTied(run))
        .map(
            state ->
                Replies.builder(
                        state.hasEnded() ? Response.Status.OK : Response.Status.ACCEPTED,
                        RunView.of(state))
                    .header("Location", PATH + run.id())
                    .header("Preference-Applied", "wait=" + wait.toSeconds())
                    .build());
  }

  /** After the end of a run this finds nothing to cancel. */
  private void cancelIfTied(RunState run) {
    if (run.state().settings().onDisconnect() == OnDisconnect.CANCEL) {
      runs.cancel(run.id(), "disconnect")
          .subscribe()
          .with(
              cancelled -> LOG.debugf("Run %s was cancelled: its client is gone", run.id()),
              failure -> {
                if (!(failure instanceof RunLogFailure.Ended)) {
                  LOG.warnf("Run %s can't be cancelled: %s", run.id(), failure.getMessage());
                }
              });
    }
  }
}
