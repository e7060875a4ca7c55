package dev.hone.run;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.run.redis.RedisRunLog;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The server with its runs in Redis. */
@QuarkusTest
@WithTestResource(RedisStoreTest.Store.class)
@EnabledIf(
    value = "dev.hone.run.RedisServer#isHere",
    disabledReason = "no redis-server on the PATH, and none for this machine in the jar")
class RedisStoreTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  private static RedisServer server;

  @Inject RunLog log;

  @Test
  void keepsItsRunsInRedis() {
    String run =
        given()
            .contentType(ContentType.JSON)
            .header("Prefer", "wait=30")
            .body(
                """
                {"messages": [{"role": "user", "content": "Why is the sky blue?"}],
                 "reward": "length_penalty", "max_iterations": 0}
                """)
            .post("/v1/refinements")
            .then()
            .statusCode(200)
            .extract()
            .path("id");

    assertTrue(server.call("EXISTS", "hone:run:" + run).startsWith(":1"));
    given().get("/v1/refinements/" + run).then().statusCode(200);
    given().get("/v1/refinements").then().statusCode(200);
    String events = given().get("/v1/refinements/" + run + "/events").asString();
    assertTrue(events.contains("\"by\":\"pod-7\""), events);
  }

  @Test
  void isReadyOnlyWhileRedisIsThere() {
    awaitReadiness(200);

    server.kill();
    try {
      awaitReadiness(503);
      given()
          .contentType(ContentType.JSON)
          .body("{\"messages\": [{\"role\": \"user\", \"content\": \"Why?\"}]}")
          .post("/v1/refinements")
          .then()
          .statusCode(503);
    } finally {
      server.launch();
    }

    awaitReadiness(200);
    await().atMost(SOON).until(((RedisRunLog) log)::isAvailable);
  }

  private static void awaitReadiness(int status) {
    await().atMost(SOON).until(() -> given().get("/q/health/ready").statusCode() == status);
  }

  /** A Redis for this test. */
  public static final class Store implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
      server = RedisServer.start();
      return Map.of(
          "hone.pod", "pod-7",
          "hone.run-log.store", "redis",
          "hone.run-log.redis.timeout", "1S",
          "quarkus.redis.hosts", server.url());
    }

    @Override
    public void stop() {
      server.close();
    }
  }
}
