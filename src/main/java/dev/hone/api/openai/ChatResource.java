package dev.hone.api.openai;

import dev.hone.api.ApiConfig;
import dev.hone.api.Caller;
import dev.hone.api.EventStream;
import dev.hone.api.JsonBody;
import dev.hone.api.OwnerConnections;
import dev.hone.api.ProblemException;
import dev.hone.api.Replies;
import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.Models;
import dev.hone.refinement.Problem;
import dev.hone.refinement.RunState;
import dev.hone.run.Entry;
import dev.hone.run.NewRun;
import dev.hone.run.Runs;
import dev.hone.run.Ties;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Answers OpenAI's clients with refined answers. */
@Path("/v1/chat/completions")
public class ChatResource {

  private final Runs runs;
  private final Ties ties;
  private final ChatRequests requests;
  private final Caller caller;
  private final ApiConfig config;

  ChatResource(Runs runs, Ties ties, ChatRequests requests, Caller caller, ApiConfig config) {
    this.runs = runs;
    this.ties = ties;
    this.requests = requests;
    this.caller = caller;
    this.config = config;
  }

  /** A client that goes away, at whatever moment, takes its run with it. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<Response> complete(byte[] body, @jakarta.ws.rs.core.Context RoutingContext http) {
    ChatRequest asked = JsonBody.readKnown(body, ChatRequest.class);
    NewRun run = requests.check(asked, caller.owner());
    if (asked.streams()) {
      OwnerConnections.enter(http);
    }
    Uni<RunState> started = runs.start(run).memoize().indefinitely();
    return started
        .map(RunState::id)
        .onItem()
        .invoke(id -> http.response().putHeader("Hone-Run", id))
        .chain(id -> asked.streams() ? stream(id, asked, http) : whole(id, asked))
        .onCancellation() // quarkus-rest cancels when the client goes
        .invoke(() -> http.vertx().runOnContext(turn -> abandon(started)));
  }

  /** In a turn of its own: by then nobody waits any more for what the run's end would fail. */
  private void abandon(Uni<RunState> started) {
    started.subscribe().with(run -> ties.abandon(run.id()), neverStarted -> {});
  }

  private Uni<Response> whole(String run, ChatRequest asked) {
    ChatChunks chunks = new ChatChunks(name(asked), true);
    return runs.ended(run)
        .invoke(ended -> refuse(ended.state().terminal()))
        .chain(ended -> events(run).collect().asList())
        .map(events -> events.stream().flatMap(event -> chunks.of(event).stream()).toList())
        .map(ChatCompletion::of)
        .map(Replies::ok);
  }

  private Uni<Response> stream(String run, ChatRequest asked, RoutingContext http) {
    ChatForm form = new ChatForm(new ChatChunks(name(asked), asked.wantsUsage()));
    return firstWord(run)
        .chain(word -> EventStream.answer(http, runs.watch(run, 0), config.sse(), form))
        .invoke(() -> ties.abandon(run))
        .replaceWith((Response) null);
  }

  /**
   * Waits until there is something to say, but not longer than a stream may be silent: a run that
   * fails before that is answered by a status, which clients understand better than a chunk.
   */
  private Uni<Void> firstWord(String run) {
    return events(run)
        .map(Event::fact)
        .select()
        .where(ChatResource::speaks)
        .toUni()
        .invoke(
            fact -> {
              if (fact instanceof Fact.Terminal end) {
                refuse(end);
              }
            })
        .replaceWithVoid()
        .ifNoItem()
        .after(config.sse().heartbeat())
        .recoverWithUni(Uni.createFrom().voidItem());
  }

  private static boolean speaks(Fact fact) {
    return fact instanceof Fact.Delta
        || fact instanceof Fact.CandidateCompleted
        || fact instanceof Fact.Terminal;
  }

  private Multi<Event> events(String run) {
    return runs.watch(run, 0).onItem().<Entry>disjoint().map(Entry::event);
  }

  private static void refuse(Fact.Terminal end) {
    Problem failure = ChatError.in(end);
    if (failure != null) {
      throw new ProblemException(failure);
    }
  }

  private static String name(ChatRequest asked) {
    return asked.model() == null ? Models.DEFAULT : asked.model();
  }
}
