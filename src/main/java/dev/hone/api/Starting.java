package dev.hone.api;

import dev.hone.refinement.OnDisconnect;
import dev.hone.refinement.RunState;
import dev.hone.refinement.Settings;
import dev.hone.run.NewRun;
import dev.hone.run.RunLog;
import dev.hone.run.RunLogFailure;
import dev.hone.run.Runs;
import dev.hone.run.Ties;
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
  private final Ties ties;
  private final RunLog log;
  private final StartRequests requests;
  private final Caller caller;
  private final ApiConfig config;

  Starting(
      Runs runs, Ties ties, RunLog log, StartRequests requests, Caller caller, ApiConfig config) {
    this.runs = runs;
    this.ties = ties;
    this.log = log;
    this.requests = requests;
    this.caller = caller;
    this.config = config;
  }

  /**
   * @param format of a stream, which is the answer then; {@code null} if there is to be none or the
   *     run's own events
   * @throws ProblemException if the request is bad; then nothing has happened
   */
  Uni<Response> start(byte[] body, String format, RoutingContext http, HttpHeaders headers) {
    StartRequest request = JsonBody.read(body, StartRequest.class);
    return start(request, IdempotencyKey.of(headers, "", body), format, http, headers);
  }

  /**
   * The same for a request that has been read.
   *
   * @param once {@code null} without an {@code Idempotency-Key}
   */
  Uni<Response> start(
      StartRequest request,
      RunLog.Once once,
      String format,
      RoutingContext http,
      HttpHeaders headers) {
    StreamForm form = StreamForm.of(format, 0, config.sse().retry());
    boolean events = format != null || request.streams() || Accept.wantsEvents(headers);
    NewRun run = requests.check(request, caller.owner());
    Duration wait = Preference.waiting(preferences(headers), config.limits().longestWait());
    if (events) {
      OwnerConnections.enter(http);
    }
    Uni<Runs.Started> started = start(run, once).memoize().indefinitely();
    return started
        .chain(
            state ->
                events
                    ? stream(state, form, http)
                    : wait == null
                        ? Uni.createFrom().item(asItIs(state))
                        : waited(state.run(), wait))
        .onCancellation() // quarkus-rest cancels when the client goes
        .invoke(() -> leave(started));
  }

  private Uni<Runs.Started> start(NewRun run, RunLog.Once once) {
    return once == null
        ? runs.start(run).map(started -> new Runs.Started(started, false))
        : runs.start(run, once);
  }

  private static List<String> preferences(HttpHeaders headers) {
    return Optional.ofNullable(headers.getRequestHeader("Prefer")).orElse(List.of());
  }

  private Uni<Response> stream(Runs.Started started, StreamForm form, RoutingContext http) {
    String run = started.run().id();
    http.response().putHeader("Location", PATH + run);
    return EventStream.answer(http, runs.watch(run, 0), config.sse(), form)
        .onItem()
        .invoke(() -> cancelIfTied(started))
        .replaceWith((Response) null);
  }

  private static Response asItIs(Runs.Started started) {
    return Replies.builder(
            started.again() ? Response.Status.OK : Response.Status.CREATED,
            RunView.of(started.run()))
        .header("Location", PATH + started.run().id())
        .build();
  }

  private Uni<Response> waited(RunState run, Duration wait) {
    Uni<RunState> asItIs =
        log.state(run.id())
            .onFailure(RunLogFailure.Unavailable.class)
            .recoverWithItem(run); // without an answer its client would start another
    Uni<RunState> waited =
        wait.isZero()
            ? asItIs
            : runs.ended(run.id())
                .ifNoItem()
                .after(wait)
                .recoverWithUni(() -> asItIs)
                .onFailure(RunLogFailure.Unavailable.class)
                .recoverWithItem(run);
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
  private void leave(Uni<Runs.Started> started) {
    started.subscribe().with(this::cancelIfTied, neverStarted -> {});
  }

  /** A run is tied to the connection that started it, not to one that is given it again. */
  private void cancelIfTied(Runs.Started started) {
    Settings settings = started.run().state().settings();
    if (!started.again() && settings.onDisconnect() == OnDisconnect.CANCEL) {
      ties.abandon(started.run().id());
    }
  }
}
