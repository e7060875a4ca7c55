package dev.hone.page;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests in a real Chromium. They are skipped, and say so, where there is none; with {@code CI} set
 * they fail instead.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsBrowser.Condition.class)
public @interface NeedsBrowser {

  /** Whether there is one. */
  class Condition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (Files.isExecutable(Browser.CHROMIUM) && Files.isExecutable(Browser.DRIVER)) {
        return ConditionEvaluationResult.enabled("there is a Chromium");
      }
      String missing =
          "%s skipped: %s or %s is missing (apt-get install chromium chromium-driver)"
              .formatted(context.getDisplayName(), Browser.CHROMIUM, Browser.DRIVER);
      if (System.getenv("CI") != null) {
        throw new IllegalStateException(missing);
      }
      System.out.println(missing);
      return ConditionEvaluationResult.disabled(missing);
    }
  }
}
