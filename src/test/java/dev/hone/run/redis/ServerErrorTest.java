package dev.hone.run.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.redis.client.impl.types.ErrorType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerErrorTest {

  private static final String BEFORE_7 =
      "ERR Error running script (call to f_82cdd3d7ab6b): @user_script:1: @user_script: 1: -";
  private static final String SINCE_7 = " script: 82cdd3d7ab6b, on @user_script:1.";

  @ParameterizedTest
  @CsvSource({
    "NOREPLICAS Not enough good replicas to write., true, false",
    "OOM command not allowed when used memory > 'maxmemory'., true, false",
    "READONLY You can't write against a read only replica., true, true",
    "WRONGTYPE Operation against a key holding the wrong kind of value, false, false"
  })
  void knowsWhatPassesWhereverRedisPutsTheCode(String answer, boolean passes, boolean elsewhere) {
    for (String message : new String[] {answer, answer + SINCE_7, BEFORE_7 + answer}) {
      ErrorType error = ErrorType.create(message);

      assertTrue(ServerError.is(error), message);
      assertEquals(passes, ServerError.isPassing(error), message);
      assertEquals(elsewhere, ServerError.isElsewhere(error), message);
    }
  }
}
