package dev.hone.reward.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.hone.refinement.Assessment;
import dev.hone.refinement.Evaluation;
import dev.hone.refinement.Message;
import dev.hone.refinement.Subject;
import dev.hone.reward.param.Params;
import dev.hone.reward.param.Range;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RuleRewardTest {

  private final AtomicReference<Thread> computedOn = new AtomicReference<>();

  @Test
  void makesAnEvaluationOfWhatTheRuleFound() {
    AssertSubscriber<Assessment> watcher = watch("abc");

    watcher.awaitCompletion();
    watcher.assertItems(new Assessment.Verdict(Evaluation.of("dimension", 3, "found")));
  }

  @Test
  void hasNoScoreForATextThatIsTooMuch() {
    RuleReward reward =
        new RuleReward(
            new CodePatchSimilarity(), Evaluating.params(new CodePatchSimilarity(), "{}"));
    String rare =
        new Random(1)
            .ints(100_000, 0x4e00, 0x4e78)
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    Subject subject =
        new Subject(
            List.of(), List.of(rare), 0, null, new StringBuilder(rare).reverse().toString());

    AssertSubscriber<Assessment> watcher =
        reward.evaluate(subject).subscribe().withSubscriber(AssertSubscriber.create(1));

    watcher.awaitCompletion(Duration.ofSeconds(60));
    Evaluation evaluation = ((Assessment.Verdict) watcher.getLastItem()).evaluation();
    assertNull(evaluation.score());
    assertEquals(
        "The answer is too long to be compared with the reference.", evaluation.feedback());
  }

  @Test
  void computesShortTextsInPlace() {
    watch("abc").awaitCompletion();

    assertSame(Thread.currentThread(), computedOn.get());
  }

  @Test
  void computesLongTextsElsewhere() {
    watch("x".repeat(100_000)).awaitCompletion();

    assertNotSame(Thread.currentThread(), computedOn.get());
  }

  @Test
  void computesElsewhereWhatMayTakeLongWhateverTheText() {
    Rule slow = new Length(true);

    new RuleReward(slow, Evaluating.params(slow, "{}"))
        .evaluate(subject("abc"))
        .subscribe()
        .withSubscriber(AssertSubscriber.create(1))
        .awaitCompletion();

    assertNotSame(Thread.currentThread(), computedOn.get());
  }

  @Test
  void comesBackToTheEventLoopThatAsked() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      CompletableFuture<Boolean> back = new CompletableFuture<>();
      vertx
          .getOrCreateContext()
          .runOnContext(
              ignored -> {
                Thread loop = Thread.currentThread();
                reward()
                    .evaluate(subject("x".repeat(100_000)))
                    .subscribe()
                    .with(
                        item ->
                            back.complete(
                                Thread.currentThread() == loop && computedOn.get() != loop));
              });

      assertTrue(back.get(10, TimeUnit.SECONDS));
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void everyRuleCanBeFoundByTheRegistry() {
    List<JavaClass> rules =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.hone.reward.rule")
                .stream()
                .filter(type -> type.isAssignableTo(Rule.class) && !type.isInterface())
                .toList();

    assertTrue(rules.stream().allMatch(type -> type.isAnnotatedWith(Singleton.class)), "" + rules);
    assertTrue(!rules.isEmpty());
  }

  private AssertSubscriber<Assessment> watch(String text) {
    return reward().evaluate(subject(text)).subscribe().withSubscriber(AssertSubscriber.create(1));
  }

  private static Subject subject(String text) {
    return new Subject(List.of(Message.user("Hi")), List.of(text), 0, null, null);
  }

  private RuleReward reward() {
    Rule rule = new Length(false);
    return new RuleReward(rule, Evaluating.params(rule, "{}"));
  }

  private final class Length implements Rule {
    private final boolean slow;

    Length(boolean slow) {
      this.slow = slow;
    }

    @Override
    public boolean mayTakeLong(Params params) {
      return slow;
    }

    @Override
    public String name() {
      return "length";
    }

    @Override
    public String dimension() {
      return "dimension";
    }

    @Override
    public String description() {
      return "How long.";
    }

    @Override
    public Range range() {
      return new Range(0.0, null);
    }

    @Override
    public Check with(Params params) {
      return text -> {
        computedOn.set(Thread.currentThread());
        return new Finding(text.length(), "found");
      };
    }
  }
}
