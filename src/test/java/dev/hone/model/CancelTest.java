package dev.hone.model;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.refinement.ModelChunk;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CancelTest {

  private static final Duration QUIET = Duration.ofMillis(300);

  private final ScriptedModelServer server = ScriptedModelServer.start();
  private final TestModel model = new TestModel(server.baseUri());

  @AfterEach
  void close() {
    model.close();
    server.close();
  }

  @Test
  void closesTheConnectionInTheMiddleOfAStream() {
    server.enqueue(ScriptedAnswer.stream().flood("token "));
    AssertSubscriber<ModelChunk> call = model.call().awaitItems(3, TestModel.PATIENCE);

    call.cancel();

    server.awaitAbandoned(server.requests().get(0));
    assertQuiet(call);
  }

  @Test
  void closesTheConnectionWhileTheModelIsSilent() {
    server.enqueue(ScriptedAnswer.stream().text("a").stall());
    AssertSubscriber<ModelChunk> call = model.call().awaitItems(1, TestModel.PATIENCE);

    call.cancel();

    server.awaitAbandoned(server.requests().get(0));
    assertQuiet(call);
  }

  @Test
  void closesTheConnectionBeforeTheModelAnswers() {
    server.enqueue(ScriptedAnswer.silent());
    AssertSubscriber<ModelChunk> call = model.call();
    ScriptedModelServer.Received request = server.awaitRequest(1);

    call.cancel();

    server.awaitAbandoned(request);
    assertQuiet(call);
  }

  @Test
  void closesTheConnectionWhileTheSocketIsPaused() {
    server.enqueue(ScriptedAnswer.stream().flood("token "));
    AssertSubscriber<ModelChunk> call = model.call(1).awaitItems(1, TestModel.PATIENCE);

    call.cancel();

    server.awaitAbandoned(server.requests().get(0));
    assertQuiet(call);
  }

  @Test
  void sendsNothingWhenCancelledAtOnce() {
    server.otherwise(request -> ScriptedAnswer.of("Hi"));
    Recorder call = new Recorder(Flow.Subscription::cancel);

    model.model().stream(TestModel.HELLO).subscribe(call);

    await().during(QUIET).until(() -> server.requests().isEmpty());
    assertEquals(List.of(), call.signals);
  }

  @Test
  void sendsNothingWhenCancelledInTheFirstRequest() {
    server.otherwise(request -> ScriptedAnswer.of("Hi"));
    Recorder call =
        new Recorder(
            subscription -> {
              subscription.request(1);
              subscription.cancel();
              subscription.cancel();
            });

    model.model().stream(TestModel.HELLO).subscribe(call);

    await().during(QUIET).until(() -> server.requests().isEmpty());
    assertEquals(List.of(), call.signals);
  }

  @Test
  void handsOnNothingMoreWhenCancelledInAnItem() {
    server.enqueue(ScriptedAnswer.stream().text("<think>a</think>b").finish("stop").done());
    Recorder call = new Recorder(subscription -> subscription.request(Long.MAX_VALUE));
    call.cancelAtFirstItem = true;

    model.model().stream(TestModel.HELLO).subscribe(call);

    await().atMost(TestModel.PATIENCE).until(() -> !call.signals.isEmpty());
    await().during(QUIET).until(() -> call.signals.size() == 1);
  }

  @Test
  void makesNoOtherTryWhenCancelledWhileItWaitsForOne() {
    model.backoff = Duration.ofMillis(200);
    server.enqueue(
        ScriptedAnswer.error(429, "rate_limit_exceeded", "slow").header("Retry-After", "0.2"));
    AssertSubscriber<ModelChunk> call = model.call().awaitItems(1, TestModel.PATIENCE);

    call.cancel();

    await().during(Duration.ofMillis(500)).until(() -> server.requests().size() == 1);
    call.assertItems(new ModelChunk.Retrying("429")).assertNotTerminated();
  }

  @Test
  void leavesTheQueueOfThePool() {
    model.maxCalls = 1;
    server.enqueue(ScriptedAnswer.silent(), ScriptedAnswer.of("third"));
    AssertSubscriber<ModelChunk> first = model.call();
    server.awaitRequest(1);
    AssertSubscriber<ModelChunk> second = model.call();
    AssertSubscriber<ModelChunk> third = model.call();

    second.cancel();
    first.cancel();

    assertEquals("third", TestModel.text(third.awaitCompletion(TestModel.PATIENCE).getItems()));
    assertEquals(2, server.requests().size());
    assertQuiet(second);
  }

  @Test
  void givesItsPlaceInThePoolBack() {
    model.maxCalls = 1;
    server.enqueue(ScriptedAnswer.stream().text("a").stall());
    AssertSubscriber<ModelChunk> call = model.call().awaitItems(1, TestModel.PATIENCE);
    server.enqueue(ScriptedAnswer.of("Hi"));

    call.cancel();

    assertEquals("Hi", TestModel.text(model.complete()));
  }

  private static void assertQuiet(AssertSubscriber<ModelChunk> call) {
    int items = call.getItems().size();
    await().during(QUIET).until(() -> call.getItems().size() == items);
    call.assertNotTerminated();
  }

  private static final class Recorder implements Flow.Subscriber<ModelChunk> {
    final List<Object> signals = new CopyOnWriteArrayList<>();
    private final Consumer<Flow.Subscription> onSubscribe;
    private Flow.Subscription subscription;
    private boolean cancelAtFirstItem;

    Recorder(Consumer<Flow.Subscription> onSubscribe) {
      this.onSubscribe = onSubscribe;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      onSubscribe.accept(given);
    }

    @Override
    public void onNext(ModelChunk chunk) {
      signals.add(chunk);
      if (cancelAtFirstItem) {
        subscription.cancel();
      }
    }

    @Override
    public void onError(Throwable error) {
      signals.add(error);
    }

    @Override
    public void onComplete() {
      signals.add("complete");
    }
  }
}
