package dev.hone.reward.judge;

import dev.hone.refinement.Assessment;
import dev.hone.refinement.Evaluation;
import dev.hone.refinement.LanguageModel;
import dev.hone.refinement.Reward;
import dev.hone.refinement.RewardMode;
import dev.hone.refinement.Subject;
import dev.hone.refinement.Usage;
import io.smallrye.mutiny.Multi;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Judges one candidate by rubrics: the score is the share of rubrics that are met, the feedback the
 * critique and the rubrics that are not.
 */
final class RubricJudge implements Reward {

  private final String name;
  private final List<String> rubrics;
  private final JudgePrompt prompt;
  private final LanguageModel judge;

  RubricJudge(String name, JudgeSettings settings, LanguageModel judge) {
    this.name = name;
    this.rubrics = settings.rubrics();
    this.prompt = new JudgePrompt(settings);
    this.judge = judge;
  }

  @Override
  public RewardMode mode() {
    return RewardMode.POINTWISE;
  }

  @Override
  public Multi<Assessment> evaluate(Subject subject) {
    if (!Substance.isIn(subject.text())) {
      return Multi.createFrom().items(new Assessment.Verdict(unjudged()));
    }
    return new Question(judge, () -> new Asked(subject)).assessments();
  }

  private final class Asked implements Asking {
    private final LanguageModel.Request request;

    Asked(Subject subject) {
      this.request = prompt.pointwise(subject);
    }

    @Override
    public LanguageModel.Request request() {
      return request;
    }

    @Override
    public AnswerReader reader() {
      return AnswerReader.ofVerdict(Violations.TAG);
    }

    @Override
    public Optional<Evaluation> evaluation(AnswerReader.Reply reply, Usage usage) {
      return Violations.in(reply.verdict(), rubrics.size())
          .map(violated -> RubricJudge.this.evaluation(reply.reason(), violated, usage));
    }
  }

  private Evaluation evaluation(String critique, Set<Integer> violated, Usage usage) {
    double score = 1 - (double) violated.size() / rubrics.size();
    return new Evaluation(
        score,
        List.of(new Evaluation.Detail(name, score, critique)),
        verdicts(violated),
        null,
        feedback(critique, violated),
        usage,
        null);
  }

  private List<Evaluation.RubricVerdict> verdicts(Set<Integer> violated) {
    List<Evaluation.RubricVerdict> verdicts = new ArrayList<>(rubrics.size());
    for (int i = 0; i < rubrics.size(); i++) {
      verdicts.add(new Evaluation.RubricVerdict(rubrics.get(i), !violated.contains(i + 1)));
    }
    return Collections.unmodifiableList(verdicts);
  }

  private String feedback(String critique, Set<Integer> violated) {
    if (violated.isEmpty()) {
      return critique;
    }
    StringBuilder feedback = new StringBuilder(critique).append("\n\nNot met yet:");
    for (int i = 0; i < rubrics.size(); i++) {
      if (violated.contains(i + 1)) {
        feedback.append("\n- ").append(rubrics.get(i));
      }
    }
    return feedback.toString();
  }

  private Evaluation unjudged() {
    Set<Integer> all =
        IntStream.rangeClosed(1, rubrics.size()).boxed().collect(Collectors.toUnmodifiableSet());
    return evaluation(Substance.MISSING, all, Usage.NONE);
  }
}
