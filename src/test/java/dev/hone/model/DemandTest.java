package dev.hone.model;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.refinement.ModelChunk;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DemandTest {

  /** What sockets, both ends' buffers and one read may hold; far below a flood of a second. */
  private static final long BOUND = 16L << 20;

  private static final Duration PACE = Duration.ofMillis(20);

  private final ScriptedModelServer server = ScriptedModelServer.start();
  private final TestModel model = new TestModel(server.baseUri());

  @AfterEach
  void close() {
    model.close();
    server.close();
  }

  @Test
  void handsOnNothingThatIsNotAskedFor() {
    server.enqueue(ScriptedAnswer.tokens("a", "b").every(PACE));
    AssertSubscriber<ModelChunk> call = model.call(0);
    server.awaitRequest(1);

    await().during(Duration.ofMillis(300)).until(() -> call.getItems().isEmpty());

    call.assertNotTerminated();
  }

  @Test
  void handsOnOneChunkForADemandOfOne() {
    server.enqueue(ScriptedAnswer.tokens("a", "b", "c").every(PACE));
    AssertSubscriber<ModelChunk> call = model.call(1);

    await()
        .during(Duration.ofMillis(300))
        .atMost(TestModel.PATIENCE)
        .until(() -> call.getItems().size() == 1);

    call.assertItems(new ModelChunk.Text("a")).assertNotTerminated();
  }

  @Test
  void mergesWhatWaitedIntoOneChunk() {
    server.enqueue(
        ScriptedAnswer.stream()
            .text("a")
            .pause(PACE)
            .text("b", "c", "d")
            .finish("stop")
            .usage(1, 4)
            .done());
    AssertSubscriber<ModelChunk> call = model.call(1).awaitItems(1, TestModel.PATIENCE);
    await().during(Duration.ofMillis(200)).until(() -> call.getItems().size() == 1);

    call.request(2).awaitCompletion(TestModel.PATIENCE);

    assertEquals(
        List.of(new ModelChunk.Text("a"), new ModelChunk.Text("bcd")),
        call.getItems().subList(0, 2));
  }

  @Test
  void completesOneByOne() {
    server.enqueue(
        ScriptedAnswer.stream().reasoning("hm").text("a", "b").finish("stop").done().every(PACE));

    List<ModelChunk> chunks = oneByOne(model.call(0));

    assertEquals("hm", TestModel.thinking(chunks));
    assertEquals("ab", TestModel.text(chunks));
    assertEquals("stop", TestModel.finished(chunks).reason());
  }

  @Test
  void pausesTheSocketWhileNobodyAsks() {
    server.enqueue(ScriptedAnswer.stream().flood("flood"));
    AssertSubscriber<ModelChunk> call = model.call(1).awaitItems(1, TestModel.PATIENCE);
    ScriptedModelServer.Received request = server.requests().get(0);
    AtomicLong before = new AtomicLong(-1);

    await()
        .atMost(TestModel.PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .until(() -> before.getAndSet(request.written()) == request.written());

    assertTrue(request.written() < BOUND, () -> "written: " + request.written());
    assertEquals(1, call.getItems().size());
    call.cancel();
  }

  @Test
  void readsOnAfterAPause() {
    server.enqueue(ScriptedAnswer.stream().flood("flood"));
    AssertSubscriber<ModelChunk> call = model.call(1).awaitItems(1, TestModel.PATIENCE);
    ScriptedModelServer.Received request = server.requests().get(0);
    AtomicLong before = new AtomicLong(-1);
    await()
        .atMost(TestModel.PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .until(() -> before.getAndSet(request.written()) == request.written());

    // What was held back comes first; a fast machine must not read up to the limit of an answer.
    for (int i = 0; i < 50 && request.written() == before.get(); i++) {
      call.awaitNextItem(TestModel.PATIENCE);
    }

    await().atMost(TestModel.PATIENCE).until(() -> request.written() > before.get());
    call.cancel();
  }

  @Test
  void refusesADemandThatIsNotPositive() {
    server.enqueue(ScriptedAnswer.stream().text("a").stall());
    Watcher call = new Watcher();
    model.model().stream(TestModel.HELLO).subscribe(call);

    call.subscription.request(0);

    await()
        .atMost(TestModel.PATIENCE)
        .until(() -> call.failure instanceof IllegalArgumentException);
  }

  private static List<ModelChunk> oneByOne(AssertSubscriber<ModelChunk> call) {
    while (!call.hasCompleted()) {
      int before = call.getItems().size();
      call.request(1);
      await()
          .atMost(TestModel.PATIENCE)
          .pollDelay(Duration.ZERO)
          .until(() -> call.hasCompleted() || call.getItems().size() > before);
    }
    return call.getItems();
  }

  private static final class Watcher implements Flow.Subscriber<ModelChunk> {
    volatile Flow.Subscription subscription;
    volatile Throwable failure;

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
    }

    @Override
    public void onNext(ModelChunk chunk) {}

    @Override
    public void onError(Throwable error) {
      failure = error;
    }

    @Override
    public void onComplete() {}
  }
}
