package dev.hone.refinement;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefinementTest {

  private static final Clock CLOCK = Clock.fixed(Samples.NOW, ZoneOffset.UTC);

  private final ScriptedWriter writer = new ScriptedWriter();

  @Test
  void makesOneCallMoreThanIterationsOfBothKindsAndReturnsTheBest() {
    writer.answers("first", "second", "third", "fourth");
    ScriptedReward reward = ScriptedReward.pointwise(0.2, 0.9, 0.9, 0.5);

    Fact.RunCompleted end = completed(run(Samples.settings(3, Stop.NEVER), reward));

    assertEquals(4, writer.requests.size());
    assertEquals(4, reward.subjects.size());
    assertEquals(1, end.best());
    assertEquals("second", end.content());
    assertEquals(0.9, end.score());
    assertEquals(StopReason.MAX_ITERATIONS, end.stopReason());
    assertEquals(Usage.of(4 * 13, 4 * 7), end.usage());
  }

  @Test
  void factsComeInTheOrderOfTheLoop() {
    writer.answers("one", "two");

    List<Fact> facts = run(Samples.settings(1, Stop.NEVER), ScriptedReward.pointwise(0.1, 0.2));

    assertEquals(
        List.of(
            "candidate.started",
            "candidate.delta",
            "candidate.delta",
            "candidate.completed",
            "evaluation.started",
            "feedback.delta",
            "evaluation.completed",
            "candidate.started",
            "candidate.delta",
            "candidate.delta",
            "candidate.completed",
            "evaluation.started",
            "feedback.delta",
            "evaluation.completed",
            "run.completed"),
        facts.stream().map(Fact::type).toList());
  }

  @Test
  void everyPromptBeginsWithTheOneBefore() {
    writer.answers("first", "second", "third", "fourth");

    run(Samples.settings(3, Stop.NEVER), ScriptedReward.pointwise(0.2, 0.4, 0.3, 0.5));

    for (int i = 1; i < writer.requests.size(); i++) {
      List<Message> before = writer.requests.get(i - 1).messages();
      List<Message> after = writer.requests.get(i).messages();
      assertEquals(before, after.subList(0, before.size()));
      assertEquals(before.size() + 2, after.size());
    }
  }

  @Test
  void promptsKeepTheConversationsRolesAndSpeakOfTheNewestCandidate() {
    writer.answers("first", "second", "third");

    run(Samples.settings(2, Stop.NEVER), ScriptedReward.pointwise(0.7, 0.4, 0.3));

    List<Message> last = writer.requests.get(2).messages();
    assertEquals(
        List.of("system", "user", "assistant", "user", "assistant", "user"),
        last.stream().map(Message::role).toList());
    assertEquals("second", last.get(4).content());
    assertTrue(last.get(5).content().contains("feedback for 0.4"));
    assertTrue(last.get(5).content().contains("Its score: 0.40. The best score so far: 0.70."));
  }

  @Test
  void withoutFinalEvaluationTheLastJudgeCallIsSaved() {
    writer.answers("first", "second");
    ScriptedReward reward = ScriptedReward.pointwise(0.2);

    Fact.RunCompleted end =
        completed(run(Samples.withoutFinalEvaluation(Samples.settings(1, Stop.NEVER)), reward));

    assertEquals(1, reward.subjects.size());
    assertEquals(0, end.best());
  }

  @Test
  void withoutIterationsAnswersAndEvaluatesOnce() {
    writer.answers("only");
    ScriptedReward reward = ScriptedReward.pointwise(0.4);

    Fact.RunCompleted end = completed(run(Samples.settings(0, Stop.NEVER), reward));

    assertEquals(1, writer.requests.size());
    assertEquals(1, reward.subjects.size());
    assertEquals(0.4, end.score());
  }

  @Test
  void givenCandidatesAreIterationZeroAndAreEvaluatedFirst() {
    writer.answers("third");
    ScriptedReward reward = ScriptedReward.pointwise(0.1, 0.8, 0.3);

    List<Fact> facts = run(Samples.started(Samples.settings(1, Stop.NEVER), "a", "b"), reward);

    assertEquals(List.of("a", "b", "third"), reward.subjects.stream().map(Subject::text).toList());
    assertEquals(1, completed(facts).best());
    assertEquals(
        List.of(0, 0, 1),
        facts.stream()
            .filter(Fact.EvaluationStarted.class::isInstance)
            .map(fact -> ((Fact.EvaluationStarted) fact).iteration())
            .toList());
    assertTrue(writer.requests.get(0).messages().get(3).content().contains("feedback for 0.1"));
  }

  @Test
  void aScoreThatIsGoodEnoughEndsTheRun() {
    writer.answers("first", "second");

    Fact.RunCompleted end =
        completed(
            run(
                Samples.settings(5, new Stop(0.9, null, null, null, null)),
                ScriptedReward.pointwise(0.2, 0.9)));

    assertEquals(StopReason.TARGET_SCORE, end.stopReason());
    assertEquals(2, end.candidates());
  }

  @Test
  void patienceCountsFromTheScoreOfTheLastImprovement() {
    writer.answers("1", "2", "3", "4", "5");

    // Each step is below 0.1, but 0.62 is 0.12 above the last improvement, 0.5.
    Fact.RunCompleted end =
        completed(
            run(
                Samples.settings(9, new Stop(null, 2, 0.1, null, null)),
                ScriptedReward.pointwise(0.5, 0.56, 0.62, 0.63, 0.64)));

    assertEquals(StopReason.NO_IMPROVEMENT, end.stopReason());
    assertEquals(5, end.candidates());
  }

  @Test
  void theTokenBudgetIsCheckedBeforeEachCall() {
    writer.answers("first", "second");

    // 15 for the answer and 5 for the judge: spent after the second answer.
    Fact.RunCompleted end =
        completed(
            run(
                Samples.settings(9, new Stop(null, null, null, null, 35L)),
                ScriptedReward.pointwise(0.5)));

    assertEquals(StopReason.TOKEN_BUDGET, end.stopReason());
    assertEquals(0, end.best());
    assertEquals(35, end.usage().totalTokens());
  }

  @Test
  void aRunWhoseOwnerHasNothingLeftStopsBeforeItsNextCallAndKeepsItsBest() {
    writer.answers("first", "second");
    Iterator<Optional<Problem>> left =
        List.of(Optional.<Problem>empty(), Optional.<Problem>empty(), Optional.of(SPENT))
            .iterator();

    Fact.RunCompleted end =
        completed(
            allowed(Samples.started(Samples.settings(9, Stop.NEVER)), () -> item(left.next())));

    assertEquals(StopReason.TOKEN_BUDGET, end.stopReason());
    assertEquals("first", end.content());
    assertEquals(1, end.candidates());
    assertEquals(20, end.usage().totalTokens());
  }

  @Test
  void aRunWhoseOwnerHasNothingLeftBeforeThereIsACandidateFailsAndSaysWhy() {
    List<Fact> facts =
        allowed(Samples.started(Samples.settings(9, Stop.NEVER)), () -> item(Optional.of(SPENT)));

    assertEquals(List.of(new Fact.RunFailed(SPENT, null, null, null, Usage.NONE)), facts);
  }

  private static final Problem SPENT = Problem.of("quota", "Quota reached", 429, "none left");

  private static Uni<Optional<Problem>> item(Optional<Problem> refusal) {
    return Uni.createFrom().item(refusal);
  }

  private List<Fact> allowed(RunState run, Allowance allowance) {
    return new Refinement(
            run, writer, ScriptedReward.pointwise(0.5), CLOCK, Runnable::run, 20, allowance)
        .facts()
        .collect()
        .asList()
        .await()
        .atMost(Duration.ofSeconds(10));
  }

  @Test
  void aBudgetThatIsSpentByTheLastCallHidesNoOtherReason() {
    writer.answers("first");

    Fact.RunCompleted end =
        completed(
            run(
                Samples.settings(0, new Stop(null, null, null, null, 20L)),
                ScriptedReward.pointwise(0.5)));

    assertEquals(StopReason.MAX_ITERATIONS, end.stopReason());
  }

  @Test
  void theScoreOfACandidateThatCantBeUsedIsNoImprovement() {
    writer
        .chunks(
            new ModelChunk.Text("bad"), new ModelChunk.Finished("content_filter", Usage.of(1, 1)))
        .answers("second", "third");

    Fact.RunCompleted end =
        completed(
            run(
                Samples.settings(2, new Stop(null, 2, null, null, null)),
                ScriptedReward.pointwise(1.0, 0.8, 0.9)));

    assertEquals(StopReason.MAX_ITERATIONS, end.stopReason());
  }

  @Test
  void aPairIsTheIncumbentAndTheNewest() {
    ScriptedReward reward = ScriptedReward.comparing(RewardMode.PAIRWISE, 1, null, null);
    writer.answers("fourth");

    List<Fact> facts =
        run(Samples.started(Samples.settings(1, Stop.NEVER), "one", "two", "three"), reward);

    assertEquals(List.of(0, 1, 1), reward.subjects.stream().map(Subject::best).toList());
    assertEquals(List.of(1, 2, 3), reward.subjects.stream().map(Subject::candidate).toList());
    assertEquals("two", completed(facts).content());
  }

  @Test
  void aNewestThatWasNeverComparedIsNotTheBest() {
    writer.answers("first", "second");

    Fact.RunCompleted end =
        completed(
            run(
                Samples.withoutFinalEvaluation(Samples.settings(1, Stop.NEVER)),
                ScriptedReward.comparing(RewardMode.PAIRWISE, (Integer) null)));

    assertEquals("first", end.content());
  }

  @Test
  void theDeadlineCutsTheCallUnderWay() {
    writer.answers("first").stream(Multi.createFrom().nothing());

    Fact.RunCompleted end =
        completed(
            run(
                Samples.settings(3, new Stop(null, null, null, Duration.ofMillis(200), null)),
                ScriptedReward.pointwise(0.5)));

    assertEquals(StopReason.DEADLINE, end.stopReason());
    assertEquals("first", end.content());
    await().until(() -> writer.cancelled.get() == 1);
    assertEquals(true, end.usage().estimated());
  }

  @Test
  void aDeadlineBeforeTheFirstCandidateFailsTheRun() {
    writer.stream(Multi.createFrom().nothing());

    Fact end =
        last(
            run(
                Samples.settings(3, new Stop(null, null, null, Duration.ofMillis(100), null)),
                ScriptedReward.pointwise()));

    assertNull(assertInstanceOf(Fact.RunFailed.class, end).best());
  }

  @Test
  void aFullContextEndsTheRunWithItsBest() {
    writer.answers("first").fails(ModelFailure.Kind.CONTEXT_LENGTH);

    Fact.RunCompleted end =
        completed(run(Samples.settings(3, Stop.NEVER), ScriptedReward.pointwise(0.5)));

    assertEquals(StopReason.CONTEXT_LENGTH, end.stopReason());
    assertEquals("first", end.content());
    assertNull(end.usage().estimated(), "the refused call costs nothing");
  }

  @Test
  void aFailedRunKeepsItsBest() {
    writer.answers("first").fails(ModelFailure.Kind.UNAVAILABLE);

    Fact.RunFailed end =
        assertInstanceOf(
            Fact.RunFailed.class,
            last(run(Samples.settings(3, Stop.NEVER), ScriptedReward.pointwise(0.5))));

    assertEquals("first", end.content());
    assertEquals(0.5, end.score());
    assertEquals(502, end.problem().status());
  }

  @Test
  void aRetryVoidsWhatWasShownAndStartsTheSameNumberAgain() {
    writer.chunks(
        new ModelChunk.Text("half an ans"),
        new ModelChunk.Retrying("cut"),
        new ModelChunk.Text("whole answer"),
        new ModelChunk.Finished("stop", Usage.of(20, 9)));

    List<Fact> facts = run(Samples.settings(0, Stop.NEVER), ScriptedReward.pointwise(0.5));

    assertEquals(
        List.of(
            "candidate.started",
            "candidate.delta",
            "candidate.discarded",
            "candidate.started",
            "candidate.delta",
            "candidate.completed"),
        facts.stream().limit(6).map(Fact::type).toList());
    assertEquals("whole answer", completed(facts).content());
    assertEquals(Usage.of(23, 11), completed(facts).usage());
  }

  @Test
  void whatTurnsOutToBeThinkingIsNoPartOfTheCompleteCandidate() {
    writer.chunks(
        new ModelChunk.Text("I should say hi.\n"),
        new ModelChunk.ThoughtSoFar(),
        new ModelChunk.Text("Hi!"),
        new ModelChunk.Finished("stop", Usage.of(20, 9)));

    List<Fact> facts = run(Samples.settings(0, Stop.NEVER), ScriptedReward.pointwise(0.5));

    Fact.CandidateCompleted candidate =
        facts.stream()
            .filter(Fact.CandidateCompleted.class::isInstance)
            .map(Fact.CandidateCompleted.class::cast)
            .findFirst()
            .orElseThrow();
    assertEquals("Hi!", candidate.content());
    assertEquals("I should say hi.\n", candidate.thinking());
    assertEquals("Hi!", completed(facts).content());
    assertEquals(
        List.of(
            "candidate.started",
            "candidate.delta",
            "candidate.discarded",
            "candidate.started",
            "candidate.thinking.delta",
            "candidate.delta",
            "candidate.completed"),
        facts.stream().limit(7).map(Fact::type).toList());
  }

  @Test
  void aRetryBeforeTheFirstTokenIsNotSeen() {
    writer.chunks(
        new ModelChunk.Retrying("429"),
        new ModelChunk.Text("answer"),
        new ModelChunk.Finished("stop", Usage.of(1, 1)));

    List<Fact> facts = run(Samples.settings(0, Stop.NEVER), ScriptedReward.pointwise(0.5));

    assertTrue(facts.stream().noneMatch(Fact.CandidateDiscarded.class::isInstance));
  }

  @Test
  void aCandidateWithoutAScoreIsTheBestOnlyIfNoneHasOne() {
    writer.answers("first", "second", "third");

    Fact.RunCompleted scored =
        completed(run(Samples.settings(2, Stop.NEVER), ScriptedReward.pointwise(null, 0.1, null)));
    writer.answers("first", "second", "third");
    Fact.RunCompleted unscored =
        completed(run(Samples.settings(2, Stop.NEVER), ScriptedReward.pointwise(null, null, null)));

    assertEquals("second", scored.content());
    assertEquals("third", unscored.content());
  }

  @Test
  void anEmptyOrFilteredCandidateIsNeverTheBest() {
    writer
        .chunks(new ModelChunk.Finished("stop", Usage.of(1, 0)))
        .answers("real")
        .chunks(
            new ModelChunk.Text("bad"), new ModelChunk.Finished("content_filter", Usage.of(1, 1)));

    Fact.RunCompleted end =
        completed(run(Samples.settings(2, Stop.NEVER), ScriptedReward.pointwise(1.0, 0.1, 1.0)));

    assertEquals("real", end.content());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "length|length: raise generation.max_tokens, or hone.limits.candidate.",
        "content_filter: PROHIBITED_CONTENT|content_filter: PROHIBITED_CONTENT: the provider's filter"
            + " held it back.",
        "tool_calls|tool_calls: it asked for a tool where an answer was wanted.",
        "stop|stop and without text.",
        "'odd\n\"words\"'|(unknown) and without text."
      })
  void aRunWithoutAnAnswerSaysHowTheNewestEnded(String reason, String said) {
    writer.chunks(
        new ModelChunk.Thinking("Hm."), new ModelChunk.Finished(reason, Usage.of(10, 16)));

    List<Fact> facts = run(Samples.settings(0, Stop.NEVER), ScriptedReward.pointwise(0.0));

    Fact.RunFailed end = assertInstanceOf(Fact.RunFailed.class, facts.get(facts.size() - 1));
    assertEquals(
        "The run stopped (max_iterations) before the model had given an answer that can be used;"
            + " the newest ended with finish_reason "
            + said,
        end.problem().detail());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "length|Your tokens ran out before the answer began.",
        "content_filter: SAFETY|A filter held your answer back.",
        "tool_calls|There are no tools."
      })
  void theWriterIsToldWhyItsAnswerCantBeUsed(String reason, String told) {
    writer.chunks(new ModelChunk.Finished(reason, Usage.of(10, 16))).answers("second", "third");

    run(Samples.settings(2, Stop.NEVER), ScriptedReward.pointwise(0.0, 0.5, 0.6));

    List<Message> second = writer.requests.get(1).messages();
    assertTrue(second.get(second.size() - 1).content().contains("## Feedback\n\n" + told));
    List<Message> third = writer.requests.get(2).messages();
    assertEquals(second, third.subList(0, second.size()));
    assertFalse(third.get(third.size() - 1).content().contains(told));
  }

  @Test
  void aFilteredCandidateIsNotTheBestWhateverItsProviderAdds() {
    writer
        .chunks(
            new ModelChunk.Text("bad"),
            new ModelChunk.Finished("content_filter: PROHIBITED_CONTENT", Usage.of(1, 1)))
        .answers("good");

    Fact.RunCompleted end =
        completed(run(Samples.settings(1, Stop.NEVER), ScriptedReward.pointwise(0.9, 0.1)));

    assertEquals("good", end.content());
  }

  @Test
  void aComparisonChoosesTheBestAndNotTheScores() {
    writer.answers("first", "second", "third");

    Fact.RunCompleted end =
        completed(
            run(
                Samples.settings(2, Stop.NEVER),
                ScriptedReward.comparing(RewardMode.PAIRWISE, null, 1, 1)));

    assertEquals("second", end.content());
  }

  @Test
  void patienceOfAComparisonCountsEvaluationsThatLeftTheBest() {
    writer.answers("1", "2", "3", "4", "5");

    Fact.RunCompleted end =
        completed(
            run(
                Samples.settings(9, new Stop(null, 2, null, null, null)),
                ScriptedReward.comparing(RewardMode.LISTWISE, null, 1, 1, 1)));

    assertEquals(StopReason.NO_IMPROVEMENT, end.stopReason());
    assertEquals(4, end.candidates());
  }

  @Test
  void cancellingCancelsTheModelCall() {
    writer.stream(Multi.createFrom().nothing());
    AssertSubscriber<Fact> watcher =
        refinement(Samples.started(Samples.settings(3, Stop.NEVER)), ScriptedReward.pointwise())
            .facts()
            .subscribe()
            .withSubscriber(AssertSubscriber.create(5));

    watcher.cancel();

    assertEquals(1, writer.cancelled.get());
    assertEquals(1, writer.requests.size());
  }

  @Test
  void nothingHappensBeforeDemand() {
    writer.answers("first");
    AssertSubscriber<Fact> watcher =
        refinement(Samples.started(Samples.settings(0, Stop.NEVER)), ScriptedReward.pointwise(0.5))
            .facts()
            .subscribe()
            .withSubscriber(AssertSubscriber.create(0));

    watcher.assertHasNotReceivedAnyItem();
    assertEquals(0, writer.requests.size());
    watcher.request(1);
    assertEquals(1, watcher.getItems().size());
  }

  @Test
  void goesOnFromTheLastCompleteStepOfALog() {
    writer.answers("second");
    RunState taken =
        Samples.started(
            Samples.settings(1, Stop.NEVER),
            state ->
                state
                    .apply(new Fact.CandidateStarted(0, 0, null))
                    .apply(
                        new Fact.CandidateCompleted(
                            0, 0, "first", null, Usage.of(10, 5), "stop", 1)));
    ScriptedReward reward = ScriptedReward.pointwise(0.5, 0.6);

    Fact.RunCompleted end = completed(run(taken, reward));

    assertEquals(List.of("first", "second"), reward.subjects.stream().map(Subject::text).toList());
    assertEquals("second", end.content());
    assertEquals(1, writer.requests.size());
  }

  @Test
  void aModelThatEndsWithoutFinishingFailsTheRunAndIsNotAskedForEver() {
    writer.chunks(new ModelChunk.Text("never finished"));

    Fact end = last(run(Samples.settings(1, Stop.NEVER), ScriptedReward.pointwise(0.5)));

    assertEquals(500, assertInstanceOf(Fact.RunFailed.class, end).problem().status());
    assertEquals(1, writer.requests.size());
  }

  @Test
  void aRewardThatEndsWithoutAVerdictFailsTheRunAndIsNotAskedForEver() {
    writer.answers("first");
    AtomicInteger asked = new AtomicInteger();
    Reward silent =
        new Reward() {
          @Override
          public RewardMode mode() {
            return RewardMode.POINTWISE;
          }

          @Override
          public Multi<Assessment> evaluate(Subject subject) {
            return asked.incrementAndGet() == 1
                ? Multi.createFrom().empty()
                : Multi.createFrom().failure(new IllegalStateException("asked again"));
          }
        };

    Fact end = last(run(Samples.settings(1, Stop.NEVER), silent));

    assertEquals(500, assertInstanceOf(Fact.RunFailed.class, end).problem().status());
    assertEquals(1, asked.get());
  }

  /** What an owner has left may be told by a log far away. */
  @Test
  void anErrorFailsTheRunThoughItWasAllowedLater() {
    CompletableFuture<Optional<Problem>> answer = new CompletableFuture<>();
    LanguageModel broken =
        request -> {
          throw new StackOverflowError();
        };
    AssertSubscriber<Fact> watcher =
        refinement(broken, () -> Uni.createFrom().completionStage(() -> answer))
            .facts()
            .subscribe()
            .withSubscriber(AssertSubscriber.create(10));

    answer.complete(Optional.empty());

    watcher.awaitCompletion();
    assertInstanceOf(Fact.RunFailed.class, watcher.getLastItem());
  }

  @Test
  void nothingIsAskedOfTheModelWhereTheRunWasCancelledBeforeItWasAllowed() {
    writer.answers("never");
    CompletableFuture<Optional<Problem>> answer = new CompletableFuture<>();
    AssertSubscriber<Fact> watcher =
        refinement(writer, () -> Uni.createFrom().completionStage(() -> answer))
            .facts()
            .subscribe()
            .withSubscriber(AssertSubscriber.create(10));

    watcher.cancel();
    answer.complete(Optional.empty());

    assertEquals(List.of(), watcher.getItems());
    assertEquals(List.of(), writer.requests);
  }

  @Test
  void theModelIsAskedOnceTheStartIsTakenAndMoreIsWanted() {
    writer.answers("first");
    AssertSubscriber<Fact> watcher =
        refinement(writer, Allowance.UNLIMITED)
            .facts()
            .subscribe()
            .withSubscriber(AssertSubscriber.create(1));

    assertEquals(List.of(new Fact.CandidateStarted(0, 0, null)), watcher.getItems());
    assertEquals(List.of(), writer.requests);

    watcher.request(1);

    assertInstanceOf(Fact.CandidateDelta.class, watcher.getLastItem());
    assertEquals(1, writer.requests.size());
  }

  private List<Fact> run(Settings settings, Reward reward) {
    return run(Samples.started(settings), reward);
  }

  private List<Fact> run(RunState state, Reward reward) {
    return refinement(state, reward)
        .facts()
        .collect()
        .asList()
        .await()
        .atMost(Duration.ofSeconds(10));
  }

  private static Refinement refinement(LanguageModel writer, Allowance allowance) {
    return new Refinement(
        Samples.started(Samples.settings(1, Stop.NEVER)),
        writer,
        ScriptedReward.pointwise(),
        CLOCK,
        Runnable::run,
        20,
        allowance);
  }

  private Refinement refinement(RunState state, Reward reward) {
    return new Refinement(state, writer, reward, CLOCK, Runnable::run, 20, Allowance.UNLIMITED);
  }

  private static Fact last(List<Fact> facts) {
    return facts.get(facts.size() - 1);
  }

  private static Fact.RunCompleted completed(List<Fact> facts) {
    return assertInstanceOf(Fact.RunCompleted.class, last(facts));
  }
}
