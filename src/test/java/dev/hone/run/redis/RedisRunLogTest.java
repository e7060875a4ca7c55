package dev.hone.run.redis;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.refinement.Usage;
import dev.hone.run.Ledger;
import dev.hone.run.Quota;
import dev.hone.run.RedisServer;
import dev.hone.run.RunFacts;
import dev.hone.run.RunLog;
import dev.hone.run.RunLogContract;
import dev.hone.run.RunLogFailure;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisRunLogTest extends RunLogContract {

  private static RedisServer server;
  private static Vertx vertx;
  private static Redis redis;

  private final String prefix = "test:" + UUID.randomUUID() + ":";
  private RedisRunLog opened;

  @BeforeAll
  static void startRedis() {
    server = RedisServer.start();
    vertx = Vertx.vertx();
    redis = server.client(vertx);
  }

  @AfterAll
  static void stopRedis() {
    if (server != null) {
      vertx.close().toCompletionStage().toCompletableFuture().join();
      server.close();
    }
  }

  @AfterEach
  void closeLog() {
    get(opened.close());
  }

  @Override
  protected RunLog create(Clock clock, Duration age, int endedRuns) {
    RedisSettings settings =
        new RedisSettings(
            prefix,
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            age,
            endedRuns);
    opened = new RedisRunLog(vertx, redis, settings, clock);
    await().atMost(SOON).until(opened::isAvailable); // till then nothing is counted
    return opened;
  }

  @Override
  protected Ledger ledger() {
    return opened.ledger();
  }

  @Test
  void countsOverPods() {
    RedisRunLog first = opened;
    RedisRunLog second = (RedisRunLog) create(clock, Duration.ofDays(7), 3);
    try {
      RunLog.Lease lease = get(first.create("r1", "ann", RunFacts.created(), null, 2));
      get(second.create("r2", "ann", RunFacts.created(), null, 2));

      fails(
          RunLogFailure.TooManyRuns.class, first.create("r3", "ann", RunFacts.created(), null, 2));
      append(lease, written(0, Usage.of(10, 5)));
      get(second.request("r1", state -> state.state().cancelled("bob")));

      assertEquals(15, tokens("ann"));
      assertEquals(15, get(first.ledger().add("ann", Quota.TOKENS, 0)).amount());
      get(first.create("r4", "ann", RunFacts.created(), null, 2));
    } finally {
      get(first.close());
    }
  }

  @Test
  void countsNoRunThatIsGoneWithoutItsEnd() {
    begin("r1", 1);
    server.call("DEL", prefix + "run:r1");

    begin("r2", 1);

    fails(RunLogFailure.TooManyRuns.class, opened.create("r3", "ann", RunFacts.created(), null, 1));
  }

  @Test
  void keepsNoCounterLongerThanTwoOfItsWindows() {
    use("ann", Quota.REQUESTS, 1);

    String counter = prefix + "used:requests:" + Quota.REQUESTS.windowAt(clock.millis()) + ":ann";
    assertEquals(":120\r\n", server.call("TTL", counter));
  }

  @Override
  protected int waiting(String run) {
    return opened.waiting(run);
  }
}
