package dev.hone.reward.judge;

import dev.hone.refinement.Generation;
import dev.hone.refinement.RewardMode;
import dev.hone.reward.param.Param;
import dev.hone.reward.param.Params;
import java.util.List;

/** What a judge can be told; its definition gives the defaults. */
final class JudgeParams {

  private static final double HOTTEST = 2;
  private static final int MOST_VOTES = 9;

  private final JudgeDefinition definition;
  private final Param<List<String>> rubrics;
  private final Param<String> scenario;
  private final Param<List<String>> examples;
  private final Param<Double> temperature;
  private final Param<Integer> votes;

  JudgeParams(JudgeDefinition definition, RewardMode mode) {
    this.definition = definition;
    this.rubrics =
        Param.texts(
            "rubrics", definition.rubrics(mode), "what to judge by, the most important first");
    this.scenario =
        Param.text("scenario", definition.scenario(), "the situation that answers are given in");
    this.examples =
        Param.texts("examples", definition.examples(), "judgements for the judge to follow");
    this.temperature =
        Param.number("temperature", null, "of the judge's model; its own default if not given")
            .where(value -> value >= 0 && value <= HOTTEST, "a number from 0 to 2");
    this.votes =
        Param.integer("votes", 1, "how often the judge is asked; the mean of its verdicts counts")
            .where(value -> value >= 1 && value <= MOST_VOTES, "a whole number from 1 to 9");
  }

  List<Param<?>> all() {
    return List.of(rubrics, scenario, examples, temperature, votes);
  }

  int votes(Params params) {
    return params.get(votes);
  }

  JudgeSettings settings(Params params) {
    Double heat = params.get(temperature);
    return new JudgeSettings(
        definition.task(),
        params.get(scenario),
        params.get(rubrics),
        params.get(examples),
        heat == null ? Generation.DEFAULT : Generation.DEFAULT.withTemperature(heat));
  }
}
