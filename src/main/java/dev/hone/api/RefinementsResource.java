package dev.hone.api;

import dev.hone.api.gallery.Refined;
import dev.hone.api.gallery.SampleJson;
import dev.hone.run.RunLog;
import dev.hone.run.RunLogFailure;
import dev.hone.run.Runs;
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

/** Runs over REST. */
@Path("/v1/refinements")
public class RefinementsResource {

  private final Runs runs;
  private final RunLog log;
  private final Caller caller;
  private final Starting starting;
  private final Forking forking;
  private final ApiConfig config;

  RefinementsResource(
      Runs runs, RunLog log, Caller caller, Starting starting, Forking forking, ApiConfig config) {
    this.runs = runs;
    this.log = log;
    this.caller = caller;
    this.starting = starting;
    this.forking = forking;
    this.config = config;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<Response> start(
      byte[] body, @Context RoutingContext request, @Context HttpHeaders headers) {
    return starting.start(body, request, headers);
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
    return caller.own(id).chain(() -> log.state(id)).map(RunView::of).map(Replies::ok);
  }

  @GET
  @Path("/{id}/events")
  public Uni<Response> events(
      @PathParam("id") String id,
      @HeaderParam("Last-Event-ID") String lastEventId,
      @QueryParam("after") String after,
      @Context RoutingContext request) {
    LastEvent last = LastEvent.of(lastEventId, after);
    return caller
        .own(id)
        .chain(
            head -> {
              last.check(head);
              if (last.isEndOf(head)) {
                return Uni.createFrom().item(Response.noContent().build());
              }
              return request.request().method() == HttpMethod.HEAD
                  ? Uni.createFrom().item(Response.ok().type(EventStream.MEDIA_TYPE).build())
                  : EventStream.answer(request, runs.watch(id, last.seq()), config.sse())
                      .replaceWith((Response) null);
            });
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
      @Context RoutingContext request,
      @Context HttpHeaders headers) {
    return forking.fork(id, body, request, headers);
  }

  @POST
  @Path("/{id}/steering")
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<Response> steer(@PathParam("id") String id, byte[] body) {
    SteeringRequest said = JsonBody.read(body, SteeringRequest.class).checked();
    return caller
        .own(id)
        .chain(() -> runs.steer(id, said.text(), Caller.OWNER, said.when()))
        .chain(() -> log.state(id))
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
        .chain(() -> runs.accept(id, chosen.candidate()))
        .chain(() -> log.state(id))
        .map(RunView::of)
        .map(Replies::ok);
  }

  @DELETE
  @Path("/{id}")
  public Uni<Response> cancel(@PathParam("id") String id, @QueryParam("purge") String purge) {
    new Checks().require(isBoolean(purge), "purge", "true or false").done();
    return caller.own(id).chain(head -> "true".equals(purge) ? purge(id) : cancel(head));
  }

  private Uni<Response> purge(String id) {
    return runs.purge(id, Caller.OWNER).map(gone -> Response.noContent().build());
  }

  private Uni<Response> cancel(RunLog.Head run) {
    if (run.ended()) {
      return Uni.createFrom().item(Response.noContent().build());
    }
    return runs.cancel(run.run(), Caller.OWNER)
        .chain(() -> log.state(run.run()))
        .map(state -> Replies.json(Response.Status.ACCEPTED, RunView.of(state)))
        .onFailure(RunLogFailure.Ended.class)
        .recoverWithItem(() -> Response.noContent().build());
  }

  private static boolean isBoolean(String parameter) {
    return parameter == null || parameter.equals("true") || parameter.equals("false");
  }
}
