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
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Sets all candidates against each other in one call, in an order of chance, so that no place in
 * the list wins by itself. The best gets 1, the others 0.
 */
final class ListwiseJudge implements Reward {

  private final String name;
  private final JudgePrompt prompt;
  private final LanguageModel judge;
  private final RandomGenerator chance;

  ListwiseJudge(String name, JudgeSettings settings, LanguageModel judge, RandomGenerator chance) {
    this.name = name;
    this.prompt = new JudgePrompt(settings);
    this.judge = judge;
    this.chance = chance;
  }

  @Override
  public RewardMode mode() {
    return RewardMode.LISTWISE;
  }

  @Override
  public Multi<Assessment> evaluate(Subject subject) {
    List<Integer> judged =
        IntStream.range(0, subject.candidates().size())
            .filter(candidate -> Substance.isIn(subject.candidates().get(candidate)))
            .boxed()
            .toList();
    boolean blank = !judged.contains(subject.candidate());
    if (blank && (subject.best() != null || judged.size() < 2)) {
      return Multi.createFrom().items(new Assessment.Verdict(unjudged(subject, judged)));
    }
    if (judged.size() == 1) {
      return alone(subject);
    }
    return new Question(judge, () -> choice(subject, shuffled(judged))).assessments();
  }

  /** The only one that says anything is the best of several, whatever the critique of it says. */
  private Multi<Assessment> alone(Subject subject) {
    Multi<Assessment> critique =
        new Question(
                judge, () -> new Critique(prompt.alone(subject.messages(), subject.text()), name))
            .assessments();
    return subject.candidates().size() == 1
        ? critique
        : critique.map(
            said ->
                said instanceof Assessment.Verdict verdict
                    ? new Assessment.Verdict(won(subject, verdict.evaluation()))
                    : said);
  }

  private Evaluation won(Subject subject, Evaluation critique) {
    int only = subject.candidate();
    return critique.details().isEmpty()
        ? new Evaluation(
            null, List.of(), null, null, critique.feedback(), critique.usage(), only) // no verdict
        : evaluation(subject, only, critique.feedback(), critique.usage());
  }

  private Asking choice(Subject subject, List<Integer> order) {
    List<String> answers = order.stream().map(subject.candidates()::get).toList();
    return new Choice(
        prompt.listwise(subject.messages(), answers),
        answers.size(),
        (said, best) ->
            evaluation(
                subject, order.get(best), said.critique() + "\n\n" + legend(order), said.usage()));
  }

  private Evaluation evaluation(Subject subject, Integer best, String critique, Usage usage) {
    double score = best != null && best == subject.candidate() ? 1 : 0;
    return new Evaluation(
        score,
        List.of(new Evaluation.Detail(name, score, critique)),
        null,
        IntStream.range(0, subject.candidates().size())
            .mapToObj(each -> new Evaluation.Rank(each, best != null && best == each ? 1 : 0))
            .toList(),
        critique,
        usage,
        best);
  }

  /** A newest candidate without substance leaves all as it was; before that one alone has won. */
  private Evaluation unjudged(Subject subject, List<Integer> judged) {
    if (subject.candidates().size() == 1) {
      return Critique.of(name, Substance.MISSING, Usage.NONE);
    }
    Integer only = judged.size() == 1 ? judged.get(0) : null;
    Integer best = subject.best() == null ? only : subject.best();
    return evaluation(subject, best, Substance.MISSING, Usage.NONE);
  }

  /** The judge saw its own numbers; the writer knows the drafts by their order. */
  private static String legend(List<Integer> order) {
    return IntStream.range(0, order.size())
        .mapToObj(i -> "Answer " + (i + 1) + " is draft " + (order.get(i) + 1))
        .collect(Collectors.joining(", ", "(", "; the newest draft has the highest number.)"));
  }

  private List<Integer> shuffled(List<Integer> candidates) {
    List<Integer> order = new ArrayList<>(candidates);
    for (int i = order.size() - 1; i > 0; i--) {
      Collections.swap(order, i, chance.nextInt(i + 1));
    }
    return order;
  }
}
