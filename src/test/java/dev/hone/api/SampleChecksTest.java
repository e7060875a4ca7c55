package dev.hone.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hone.refinement.Assessment;
import dev.hone.refinement.LanguageModel;
import dev.hone.refinement.Models;
import dev.hone.refinement.Problem;
import dev.hone.refinement.Reward;
import dev.hone.refinement.RewardMode;
import dev.hone.refinement.Subject;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Multi;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleChecksTest {

  private static final ApiConfig CONFIG =
      new SmallRyeConfigBuilder()
          .withMapping(ApiConfig.class)
          .build()
          .getConfigMapping(ApiConfig.class);

  @ParameterizedTest
  @CsvSource({
    "POINTWISE, 1, 1000",
    "PAIRWISE, 2, 1000",
    "POINTWISE, 9, 222",
    "POINTWISE, 100, 20",
    "LISTWISE, 9, 1000"
  })
  void givenCandidatesMayTakeSoManyEvaluations(RewardMode mode, int parts, int candidates) {
    check(new Parts(mode, parts), candidates);
  }

  @Test
  void moreAreRefusedWithHowManyMayBeGiven() {
    ProblemException refused =
        assertThrows(ProblemException.class, () -> check(new Parts(RewardMode.POINTWISE, 100), 21));

    assertEquals(
        List.of(
            new Problem.FieldError(
                "candidates",
                "at most 20 candidates with this reward: each takes 100 evaluations, and a request"
                    + " may ask for 2000")),
        refused.problem().errors());
  }

  private static void check(Reward reward, int candidates) {
    SampleChecks samples =
        new SampleChecks(new OneModel(), (spec, judge, reference) -> reward, CONFIG);
    Checks checks = new Checks();
    List<String> given = Collections.nCopies(candidates, "a");
    samples.checkCandidates(given, checks);
    samples.checkReward(SampleChecks.DEFAULT_REWARD, Models.DEFAULT, null, given, checks);
    checks.done();
  }

  private record Parts(RewardMode mode, int parts) implements Reward {
    @Override
    public Multi<Assessment> evaluate(Subject subject) {
      throw new AssertionError("nothing is evaluated while it is checked");
    }
  }

  private static final class OneModel implements Models {
    @Override
    public List<String> names() {
      return List.of(DEFAULT);
    }

    @Override
    public LanguageModel named(String name) {
      throw new AssertionError("no model is called");
    }
  }
}
