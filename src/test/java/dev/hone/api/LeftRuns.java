package dev.hone.api;

import static io.restassured.RestAssured.given;

import io.quarkus.test.junit.callback.QuarkusTestAfterEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import io.restassured.response.Response;
import java.util.List;

/**
 * Ends the runs that a test has left, where anybody may: one that went on would take the answers of
 * the next test's model.
 */
public class LeftRuns implements QuarkusTestAfterEachCallback {

  @Override
  public void afterEach(QuarkusTestMethodContext test) {
    for (String status : List.of("queued", "running")) {
      Response left = given().get(Api.RUNS + "?limit=100&status=" + status);
      if (left.statusCode() == 200) {
        left.<List<String>>path("data.id").forEach(run -> given().delete(Api.RUNS + "/" + run));
      }
    }
  }
}
