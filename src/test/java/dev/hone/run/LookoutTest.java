package dev.hone.run;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LookoutTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private static Vertx vertx;

  /** How many each look wanted. */
  private final List<Integer> wanted = new CopyOnWriteArrayList<>();

  private final List<String> found = new CopyOnWriteArrayList<>();
  private volatile UniEmitter<? super Object> look;
  private Admission admission = new Admission(2000, 0, SOON);

  @BeforeAll
  static void startVertx() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stopVertx() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void claimsSomeAtATimeAndLooksAgainAtOnceWhereThereMayBeMore() {
    lookout().look();
    assertEquals(List.of(50), wanted);

    finds(50);
    assertEquals(List.of(50, 50), wanted);
    finds(3);

    assertEquals(List.of(50, 50), wanted);
    assertEquals(53, found.size());
    assertEquals(53, admission.active());
  }

  @Test
  void looksForNoMoreThanThereIsRoomFor() {
    admission = new Admission(3, 0, SOON);
    Lookout lookout = lookout();
    lookout.look();
    finds(3);
    lookout.look();

    assertEquals(List.of(3), wanted);
  }

  @Test
  void looksOnceAtATime() {
    Lookout lookout = lookout();
    lookout.look();
    lookout.look();
    finds(0);
    lookout.look();

    assertEquals(List.of(50, 50), wanted);
  }

  @Test
  void looksAgainAfterOneThatFailed() {
    Lookout lookout = lookout();
    lookout.look();
    look.fail(new RunLogFailure.Unavailable("away", null));
    lookout.look();

    assertEquals(List.of(50, 50), wanted);
  }

  @Test
  void looksFromTimeToTimeUntilItIsClosed() {
    Lookout lookout = lookout();
    lookout.open(Duration.ofMillis(30));
    finds(0);
    await().atMost(SOON).until(() -> wanted.size() > 1);

    lookout.close();
  }

  private void finds(int runs) {
    look.complete(IntStream.range(0, runs).mapToObj(i -> new RunLog.Lease("r" + i, 2)).toList());
  }

  private Lookout lookout() {
    RunLog log =
        (RunLog)
            Proxy.newProxyInstance(
                RunLog.class.getClassLoader(),
                new Class<?>[] {RunLog.class},
                (proxy, method, args) ->
                    switch (method.getName()) {
                      case "claim" -> claim((int) args[0]);
                      case "head" ->
                          Uni.createFrom().item(new RunLog.Head((String) args[0], "ann", 1, false));
                      default -> throw new AssertionError(method);
                    });
    return new Lookout(log, admission, vertx, (lease, place) -> found.add(lease.run()));
  }

  private Uni<Object> claim(int most) {
    return Uni.createFrom()
        .emitter(
            emitter -> {
              look = emitter;
              wanted.add(most);
            });
  }
}
