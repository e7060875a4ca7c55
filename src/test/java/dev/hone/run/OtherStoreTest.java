package dev.hone.run;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.hone.run.local.MemoryRunLog;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A deployment that names a Redis but doesn't keep its runs there. */
@QuarkusTest
@TestProfile(OtherStoreTest.RedisIsNamed.class)
class OtherStoreTest {

  @Inject RunLog log;

  @Test
  void doesNotNeedARedisThatItDoesNotUse() {
    assertInstanceOf(MemoryRunLog.class, log);
    given().get("/q/health/ready").then().statusCode(200);
  }

  /** Nobody listens there. */
  public static final class RedisIsNamed implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("hone.run-log.store", "memory", "quarkus.redis.hosts", "redis://127.0.0.1:1");
    }
  }
}
