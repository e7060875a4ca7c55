package dev.hone.api;

import dev.hone.refinement.OnDisconnect;
import dev.hone.refinement.RunState;
import dev.hone.refinement.Settings;
import dev.hone.run.NewRun;
import dev.hone.run.RunLog;
import dev.hone.run.Runs;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Starts a run over REST, and answers as its client wants: at once, when it has ended, or with its
 * events.
 */
@ApplicationScoped
class Starting {

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
      throw ProblemException.tooLarge();
    }
    return start(JsonBody.read(body, StartRequest.class), http, headers);
  }

  /** The same for a request that has been read. */
  Uni<Response> start(StartRequest request, RoutingContext http, HttpHeaders headers) {
    boolean events = request.streams() || Accept.wantsEvents(headers);
    NewRun run = requests.check(request, caller.owner());
    Duration wait = Preference.waiting(preferences(headers), config.limits().longestWait());
    if (events) {
      OwnerConnections.enter(http);
    }
    Uni<RunState> started = runs.start(run).memoize().indefinitely();
    return started
        .chain(state -> answer(state, events, wait, http))
        .onCancellation() // quarkus-rest cancels when the client goes
        .invoke(() -> leave(started, run));
  }

  private Uni<Response> answer(RunState run, boolean events, Duration wait, RoutingContext http) {
    if (events) {
      return stream(run, http);
    }
    return wait == null ? Uni.createFrom().item(created(run)) : waited(run, wait);
  }

  private static List<String> preferences(HttpHeaders headers) {
    return Optional.ofNullable(headers.getRequestHeader("Prefer")).orElse(List.of());
  }

  private Uni<Response> stream(RunState run, RoutingContext http) {
    http.response().putHeader("Location", PATH + run.id());
    StreamForm form = new EventForm(config.sse().retry());
    return EventStream.answer(http, runs.watch(run.id(), 0), config.sse(), form)
        .onItem()
        .invoke(() -> cancelIfTied(run.id(), run.state().settings()))
        .replaceWith((Response) null);
  }

  private static Response created(RunState run) {
    return Replies.builder(Response.Status.CREATED, RunView.of(run))
        .header("Location", PATH + run.id())
        .build();
  }

  private Uni<Response> waited(RunState run, Duration wait) {
    Uni<RunState> asItIs = log.state(run.id());
    Uni<RunState> waited =
        wait.isZero()
            ? asItIs
            : runs.ended(run.id()).ifNoItem().after(wait).recoverWithUni(() -> asItIs);
    return waited.map(
        state ->
            Replies.builder(
                    state.hasEnded() ? Response.Status.OK : Response.Status.ACCEPTED,
                    RunView.of(state))
                .header("Location", PATH + run.id())
                .header("Preference-Applied", "wait=" + wait.toSeconds())
                .build());
  }

  /**
   * The client went before it was answered, perhaps before the run was created. With an answer that
   * is not a stream the connection has done its work, and nothing is tied to it any more.
   */
  private void leave(Uni<RunState> started, NewRun run) {
    started.subscribe().with(state -> cancelIfTied(state.id(), run.settings()), neverStarted -> {});
  }

  private void cancelIfTied(String run, Settings settings) {
    if (settings.onDisconnect() == OnDisconnect.CANCEL) {
      runs.abandon(run);
    }
  }
}
