package dev.hone.demo;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Judges by what stands in a candidate, never by which round it is. The critique asks for what is
 * missing in the words that the {@link Writer} understands.
 */
final class Judge {

  private static final int MOST_REQUESTS = 3;
  private static final List<Feature> FOR_ANY_ANSWER =
      List.of(Feature.EXAMPLE, Feature.STRUCTURE, Feature.SUMMARY);

  private final Examples examples;

  Judge(Examples examples) {
    this.examples = examples;
  }

  Answer answer(JudgePrompt prompt) {
    return switch (prompt.verdict()) {
      case VIOLATION -> pointwise(prompt);
      case BEST -> listwise(prompt);
      case NONE -> Answer.of(reason(critique(prompt, newest(prompt), missing(newest(prompt)))));
    };
  }

  private Answer pointwise(JudgePrompt prompt) {
    String candidate = newest(prompt);
    List<Feature> rubrics = Rubrics.features(prompt.rubrics());
    List<Integer> violated =
        IntStream.range(0, rubrics.size())
            .filter(rubric -> !rubrics.get(rubric).isIn(candidate))
            .boxed()
            .toList();
    Set<Feature> missing =
        violated.stream().map(rubrics::get).collect(Collectors.toCollection(Feature::none));
    String numbers =
        violated.isEmpty()
            ? "none"
            : violated.stream().map(n -> String.valueOf(n + 1)).collect(Collectors.joining(", "));
    return Answer.of(
        reason(critique(prompt, candidate, missing)) + "<violation>" + numbers + "</violation>");
  }

  private Answer listwise(JudgePrompt prompt) {
    List<String> answers = prompt.answers();
    int best =
        IntStream.range(0, answers.size())
            .boxed()
            .max(
                Comparator.<Integer>comparingInt(n -> Feature.in(answers.get(n)).size())
                    .thenComparing(Comparator.reverseOrder()))
            .orElse(0);
    Set<Feature> missing = missing(answers.isEmpty() ? "" : answers.get(best));
    String praise = "Answer " + (best + 1) + " gives the reader most. ";
    String wish =
        missing.isEmpty()
            ? "It is complete, easy to follow and honest; the others lack one of these."
            : "Even it leaves something out. " + requests(missing);
    return Answer.of(reason(praise + wish) + "<best>" + (best + 1) + "</best>");
  }

  private String critique(JudgePrompt prompt, String candidate, Set<Feature> missing) {
    Optional<Example> example = examples.answering(prompt.question());
    String written = example.map(known -> known.critiqueOf(candidate)).orElse("");
    if (written.isEmpty()) {
      String requests = requests(withOneMore(missing, candidate));
      return opening(Topic.of(prompt.question()).shown(), candidate, missing) + " " + requests;
    }
    Set<Feature> unsaid = Feature.none();
    unsaid.addAll(missing);
    unsaid.removeAll(Feature.askedForIn(written));
    return unsaid.isEmpty() ? written : written + " " + requests(unsaid);
  }

  /** What makes any answer better to read is worth a word, though no rubric is violated by it. */
  private static Set<Feature> withOneMore(Set<Feature> missing, String candidate) {
    Set<Feature> wishes = Feature.none();
    wishes.addAll(missing);
    if (missing.size() < MOST_REQUESTS) {
      FOR_ANY_ANSWER.stream()
          .filter(feature -> !missing.contains(feature) && !feature.isIn(candidate))
          .findFirst()
          .ifPresent(wishes::add);
    }
    return wishes;
  }

  private static String opening(String topic, String candidate, Set<Feature> missing) {
    if (missing.isEmpty()) {
      return "Your answer now does all that was asked about "
          + topic
          + ": it is complete and honest.";
    }
    return Feature.in(candidate).size() > 2
        ? "This is a clear step forward on " + topic + "."
        : "You take up " + topic + ", but only in general terms.";
  }

  private static String requests(Set<Feature> wishes) {
    return wishes.isEmpty()
        ? "Only polish is left: keep it as tight as it is."
        : wishes.stream()
            .limit(MOST_REQUESTS)
            .map(Feature::request)
            .collect(Collectors.joining(" "));
  }

  private static String reason(String critique) {
    return "<reason>" + critique + "</reason>";
  }

  private static Set<Feature> missing(String candidate) {
    return Feature.missingIn(candidate);
  }

  private static String newest(JudgePrompt prompt) {
    List<String> answers = prompt.answers();
    return answers.isEmpty() ? "" : answers.get(answers.size() - 1);
  }
}
