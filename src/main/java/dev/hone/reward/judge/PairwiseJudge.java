package dev.hone.reward.judge;

import dev.hone.refinement.Assessment;
import dev.hone.refinement.Evaluation;
import dev.hone.refinement.LanguageModel;
import dev.hone.refinement.Reward;
import dev.hone.refinement.RewardMode;
import dev.hone.refinement.Subject;
import dev.hone.refinement.Usage;
import dev.hone.reward.mix.Together;
import io.smallrye.mutiny.Multi;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Sets the newest candidate against the best so far, in both orders. Only who wins both is the
 * best, so a judge that likes a place better than an answer changes nothing.
 */
final class PairwiseJudge implements Reward {

  private static final int ORDERS = 2;

  private final String name;
  private final JudgePrompt prompt;
  private final LanguageModel judge;

  PairwiseJudge(String name, JudgeSettings settings, LanguageModel judge) {
    this.name = name;
    this.prompt = new JudgePrompt(settings);
    this.judge = judge;
  }

  @Override
  public RewardMode mode() {
    return RewardMode.PAIRWISE;
  }

  @Override
  public int parts() {
    return ORDERS;
  }

  @Override
  public Multi<Assessment> evaluate(Subject subject) {
    Integer best = subject.best();
    boolean isFirst = best == null || best == subject.candidate();
    if (!Substance.isIn(subject.text())) {
      return Multi.createFrom()
          .item(
              new Assessment.Verdict(
                  isFirst
                      ? Critique.of(name, Substance.MISSING, Usage.NONE)
                      : result(0, List.of(), Substance.MISSING, Usage.NONE, best)));
    }
    if (isFirst) {
      return new Question(
              judge, () -> new Critique(prompt.alone(subject.messages(), subject.text()), name))
          .assessments();
    }
    return new Together(
            List.of(
                order("newest first", subject, subject.candidate(), best),
                order("newest second", subject, best, subject.candidate())),
            ORDERS)
        .assessments(both -> combined(both, subject));
  }

  private Together.Voice order(String part, Subject subject, int first, int second) {
    List<Integer> order = List.of(first, second);
    List<String> answers = order.stream().map(subject.candidates()::get).toList();
    String legend =
        first == subject.candidate()
            ? "(Answer 1 is your newest draft, Answer 2 the best one before.)"
            : "(Answer 1 is your best draft before, Answer 2 the newest.)";
    Question question =
        new Question(
            judge,
            () ->
                new Choice(
                    prompt.listwise(subject.messages(), answers),
                    answers.size(),
                    (said, best) ->
                        result(
                            order.get(best) == subject.candidate() ? 1 : 0,
                            List.of(),
                            said.critique() + "\n\n" + legend,
                            said.usage(),
                            order.get(best))));
    return new Together.Voice(part, question.assessments());
  }

  private Evaluation combined(List<Evaluation> both, Subject subject) {
    Usage usage = both.stream().map(Evaluation::usage).reduce(Usage.NONE, Usage::plus);
    if (both.stream().map(Evaluation::score).anyMatch(Objects::isNull)) {
      return Evaluation.failed(usage);
    }
    double score = both.stream().mapToDouble(Evaluation::score).sum() / ORDERS;
    return result(
        score,
        both.stream().flatMap(each -> each.details().stream()).toList(),
        both.stream().map(Evaluation::feedback).collect(Collectors.joining("\n\n")),
        usage,
        score == 1 ? (Integer) subject.candidate() : subject.best());
  }

  private Evaluation result(
      double score,
      List<Evaluation.Detail> details,
      String critique,
      Usage usage,
      Integer preferred) {
    return new Evaluation(
        score,
        details.isEmpty() ? List.of(new Evaluation.Detail(name, score, critique)) : details,
        null,
        null,
        critique,
        usage,
        preferred);
  }
}
