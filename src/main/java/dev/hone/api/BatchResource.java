package dev.hone.api;

import dev.hone.api.auth.NotAuthenticated;
import dev.hone.refinement.Message;
import dev.hone.run.Drain;
import dev.hone.run.Quotas;
import dev.hone.run.Runs;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;

/** Many samples in one request, each answered as it is refined. */
@Path(BatchResource.PATH)
public class BatchResource {

  static final String PATH = "/v1/refinements/batch";

  /** What no setting refuses, so that those of a batch are checked before any of it is read. */
  private static final List<Message> ANYTHING = List.of(Message.user("?"));

  private final Runs runs;
  private final StartRequests requests;
  private final Caller caller;
  private final ApiConfig config;
  private final Batches batches;
  private final Drain drain;
  private final Quotas quotas;

  BatchResource(
      Runs runs,
      StartRequests requests,
      Caller caller,
      ApiConfig config,
      Batches batches,
      Drain drain,
      Quotas quotas) {
    this.runs = runs;
    this.requests = requests;
    this.caller = caller;
    this.config = config;
    this.batches = batches;
    this.drain = drain;
    this.quotas = quotas;
  }

  @POST
  @Consumes(BatchStream.MEDIA_TYPE)
  @Produces(BatchStream.MEDIA_TYPE)
  public Uni<Response> refine(@Context UriInfo uri, @Context RoutingContext http) {
    io.vertx.core.Context loop = http.vertx().getOrCreateContext();
    LineReader reader = new LineReader(http, loop, (int) config.limits().line().asLongValue());
    String owner = caller.owner();
    StartRequest settings = settingsOrClose(uri, http);
    return quotas
        .checkTokens(owner)
        .onFailure()
        .invoke(() -> close(http))
        .chain(() -> answer(http, loop, reader, settings, owner));
  }

  private Uni<Response> answer(
      RoutingContext http,
      io.vertx.core.Context loop,
      LineReader reader,
      StartRequest settings,
      String owner) {
    proceed(http.request());
    BatchReport report = new BatchReport();
    Batch batch = new Batch(runs, requests, settings, owner, report);
    Multi<Buffer> answers =
        reader
            .lines()
            .onItem()
            .transformToUni(line -> batch.answer(line).onTermination().invoke(reader::answered))
            .merge(config.batch().concurrency());
    Runnable stop = () -> loop.runOnContext(turn -> drain.refusal().ifPresent(reader::stop));
    batches.add(stop);
    Runnable expiry = Expiry.of(http, () -> reader.stop(NotAuthenticated.expired()));
    return BatchStream.answer(http, withReason(answers, batch, reader), reader::isPaused)
        .invoke(whole -> batches.remove(stop))
        .invoke(expiry)
        .invoke(whole -> dropRest(http, reader))
        .invoke(whole -> report.ended(whole && reader.stopped().isEmpty()))
        .replaceWith((Response) null);
  }

  /** An answer that just ended before its request did would look whole. */
  private static Multi<Buffer> withReason(Multi<Buffer> answers, Batch batch, LineReader reader) {
    Multi<Buffer> reason =
        Multi.createFrom()
            .deferred(() -> Multi.createFrom().optional(reader.stopped().map(batch::stopped)));
    return Multi.createBy().concatenating().streams(answers, reason);
  }

  /** So that a client which is still sending comes to read why nobody listens. */
  private static void dropRest(RoutingContext http, LineReader reader) {
    if (reader.stopped().isPresent()) {
      Refusal.drop(http.request());
    }
  }

  /** What is refused is not read, and the connection is good for nothing else then. */
  private StartRequest settingsOrClose(UriInfo uri, RoutingContext http) {
    try {
      StartRequest settings = BatchSettings.of(uri.getQueryParameters());
      requests.check(settings.about(ANYTHING, null, ""), caller.owner());
      runs.checkRoom();
      OwnerConnections.enter(http);
      return settings;
    } catch (RuntimeException refused) {
      close(http);
      throw refused;
    }
  }

  private static void close(RoutingContext http) {
    if (http.request().version() != HttpVersion.HTTP_2) {
      http.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
  }

  private static void proceed(HttpServerRequest request) {
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
  }
}
