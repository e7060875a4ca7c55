package dev.hone.api;

import dev.hone.api.gallery.Refined;
import dev.hone.api.gallery.SampleJson;
import dev.hone.run.Entry;
import dev.hone.run.RunLog;
import dev.hone.run.RunLogFailure;
import dev.hone.run.RunRequests;
import dev.hone.run.Runs;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Runs over REST. */
@Path("/v1/refinements")
public class RefinementsResource {

  /**
   * While the run log is away, or its reader asks too often: a browser's EventSource comes back
   * after a stream that ends, and never after a 503. To readers of another protocol such a stream
   * would be a success.
   */
  private static final Multi<List<Entry>> NOTHING_YET = Multi.createFrom().empty();

  private final Runs runs;
  private final RunRequests runRequests;
  private final RunLog log;
  private final Caller caller;
  private final Starting starting;
  private final Forking forking;
  private final ApiConfig config;

  RefinementsResource(
      Runs runs,
      RunRequests runRequests,
      RunLog log,
      Caller caller,
      Starting starting,
      Forking forking,
      ApiConfig config) {
    this.runs = runs;
    this.runRequests = runRequests;
    this.log = log;
    this.caller = caller;
    this.starting = starting;
    this.forking = forking;
    this.config = config;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<Response> start(
      byte[] body,
      @QueryParam("format") String format,
      @Context RoutingContext request,
      @Context HttpHeaders headers) {
    return starting.start(body, format, request, headers);
  }

  @GET
  public Uni<Response> list(
      @QueryParam("status") String status,
      @QueryParam("limit") String limit,
      @QueryParam("after") String after) {
    RunLog.Listing listing = Listings.of(caller.owner(), status, limit, after);
    return log.list(listing).map(Listings::page).map(Replies::ok);
  }

  @GET
  @Path("/{id}")
  public Uni<Response> get(@PathParam("id") String id) {
    return caller.readable(id).chain(() -> log.state(id)).map(RunView::of).map(Replies::ok);
  }

  @GET
  @Path("/{id}/events")
  public Uni<Response> events(
      @PathParam("id") String id,
      @HeaderParam("Last-Event-ID") String lastEventId,
      @QueryParam("after") String after,
      @QueryParam("format") String format,
      @Context RoutingContext request) {
    LastEvent last = LastEvent.of(lastEventId, after);
    boolean headOnly = request.request().method() == HttpMethod.HEAD;
    Optional<Duration> wait = RequestQuota.waitOf(request);
    StreamForm form = StreamForm.of(format, last.seq(), wait.orElse(config.sse().retry()));
    if (wait.isPresent()) {
      return stream(request, NOTHING_YET, form);
    }
    return caller
        .readable(id)
        .chain(
            head -> {
              last.check(head);
              if (last.isEndOf(head)) {
                return Uni.createFrom().item(Response.noContent().build());
              }
              return headOnly
                  ? Uni.createFrom().item(Response.ok().type(EventStream.MEDIA_TYPE).build())
                  : stream(request, runs.watch(id, last.seq()), form);
            })
        .onFailure(
            failure -> failure instanceof RunLogFailure.Unavailable && !headOnly && format == null)
        .recoverWithUni(() -> stream(request, NOTHING_YET, form));
  }

  private Uni<Response> stream(
      RoutingContext request, Multi<List<Entry>> watched, StreamForm form) {
    return EventStream.answer(request, watched, config.sse(), form).replaceWith((Response) null);
  }

  @GET
  @Path("/{id}/sample")
  public Uni<Response> sample(@PathParam("id") String id) {
    return caller
        .own(id)
        .chain(() -> log.state(id))
        .map(
            run ->
                Response.ok(SampleJson.write(Refined.of(run)), MediaType.APPLICATION_JSON).build());
  }

  @POST
  @Path("/{id}/fork")
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<Response> fork(
      @PathParam("id") String id,
      byte[] body,
      @QueryParam("format") String format,
      @Context RoutingContext request,
      @Context HttpHeaders headers) {
    return forking.fork(id, body, format, request, headers);
  }

  @POST
  @Path("/{id}/steering")
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<Response> steer(@PathParam("id") String id, byte[] body) {
    SteeringRequest said = JsonBody.read(body, SteeringRequest.class).checked();
    return caller
        .own(id)
        .chain(() -> runRequests.steer(id, said.text(), Caller.OWNER, said.when()))
        .map(run -> Replies.json(Response.Status.ACCEPTED, RunView.of(run)));
  }

  @POST
  @Path("/{id}/accept")
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<Response> accept(@PathParam("id") String id, byte[] body) {
    AcceptRequest chosen =
        body.length == 0 ? new AcceptRequest(null) : JsonBody.read(body, AcceptRequest.class);
    return caller
        .own(id)
        .chain(() -> runRequests.accept(id, chosen.candidate()))
        .map(RunView::of)
        .map(Replies::ok);
  }

  @DELETE
  @Path("/{id}")
  public Uni<Response> cancel(@PathParam("id") String id, @Context RoutingContext request) {
    List<String> purge = request.queryParam("purge"); // JAX-RS takes an empty one for none
    new Checks().require(isBoolean(purge), "purge", "true or false").done();
    return caller.own(id).chain(head -> purge.contains("true") ? purge(id) : cancel(head));
  }

  private Uni<Response> purge(String id) {
    return runRequests.purge(id, Caller.OWNER).map(gone -> Response.noContent().build());
  }

  private Uni<Response> cancel(RunLog.Head run) {
    if (run.ended()) {
      return Uni.createFrom().item(Response.noContent().build());
    }
    return runRequests
        .cancel(run.run(), Caller.OWNER)
        .map(state -> Replies.json(Response.Status.ACCEPTED, RunView.of(state)))
        .onFailure(RunLogFailure.Ended.class)
        .recoverWithItem(() -> Response.noContent().build());
  }

  private static boolean isBoolean(List<String> parameter) {
    return List.of(List.of(), List.of("true"), List.of("false")).contains(parameter);
  }
}
