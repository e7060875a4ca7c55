package dev.hone.api;

import static io.restassured.RestAssured.given;

import io.quarkus.test.junit.callback.QuarkusTestAfterEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;

/**
 * Ends the runs that a test has left, where anybody may: one that went on would take the answers of
 * the next test's model.
 */
public class LeftRuns implements QuarkusTestAfterEachCallback {

  /** Of a caller whose trace is not kept, so that tests of traces see none of this. */
  private static final String UNSAMPLED = "00-11111111111111111111111111111111-2222222222222222-00";

  @Override
  public void afterEach(QuarkusTestMethodContext test) {
    for (String status : List.of("queued", "running")) {
      Response left = quietly().get(Api.RUNS + "?limit=100&status=" + status);
      if (left.statusCode() == 200) {
        left.<List<String>>path("data.id").forEach(run -> quietly().delete(Api.RUNS + "/" + run));
      }
    }
  }

  private static RequestSpecification quietly() {
    return given().header("traceparent", UNSAMPLED);
  }
}
