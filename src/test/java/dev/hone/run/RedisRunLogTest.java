package dev.hone.run;

import dev.hone.run.redis.RedisRunLog;
import dev.hone.run.redis.RedisSettings;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

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
  RunLog create(Clock clock, Duration age, int endedRuns) {
    RedisSettings settings =
        new RedisSettings(
            prefix,
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            age,
            endedRuns);
    opened = new RedisRunLog(vertx, redis, settings, clock);
    return opened;
  }

  @Override
  int waiting(String run) {
    return opened.waiting(run);
  }
}
