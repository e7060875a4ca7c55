package dev.hone.reward.remote;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.hone.refinement.Evaluation;
import dev.hone.refinement.Json;
import dev.hone.refinement.Usage;
import dev.hone.reward.param.Range;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What a reward server answers; fields beside these are passed over.
 *
 * @param details may be {@code null}
 */
record RemoteAnswer(Double score, List<Evaluation.Detail> details) {

  private static final String FORM = "{\"score\": …, \"details\": [{…}]}";

  /**
   * Each is part of events, of views and of the next prompt, and is completed where it is empty:
   * what comes as {@code {}} grows to the twentyfold.
   */
  private static final int MOST_DETAILS = 100;

  private static final ObjectReader READER =
      Json.MAPPER
          .readerFor(RemoteAnswer.class)
          .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /**
   * @throws RemoteFailure if it is not an answer, or its score is outside of the range
   */
  static RemoteAnswer read(byte[] json, Range range) {
    RemoteAnswer answer;
    try {
      answer = READER.readValue(json);
    } catch (IOException e) {
      throw RemoteFailure.lasting("its answer is not " + FORM);
    }
    if (answer == null || answer.score == null || !range.contains(answer.score)) {
      throw RemoteFailure.lasting("its answer has no score, or one outside of its range");
    }
    answer.checkDetails();
    return answer;
  }

  private void checkDetails() {
    if (details == null) {
      return;
    }
    if (details.contains(null)) {
      throw RemoteFailure.lasting("its answer is not " + FORM + ": null is no detail");
    }
    if (details.size() > MOST_DETAILS) {
      throw RemoteFailure.lasting(
          "its answer has " + details.size() + " details, and may have " + MOST_DETAILS);
    }
  }

  Evaluation evaluation(String name) {
    List<Evaluation.Detail> all =
        details == null || details.isEmpty()
            ? List.of(new Evaluation.Detail(name, score, said(score)))
            : details.stream().map(detail -> complete(detail, name)).toList();
    return new Evaluation(score, all, null, null, feedback(all), Usage.NONE, null);
  }

  private Evaluation.Detail complete(Evaluation.Detail detail, String name) {
    Double its = detail.score() == null ? score : detail.score();
    return new Evaluation.Detail(
        Objects.requireNonNullElse(detail.name(), name),
        its,
        Objects.requireNonNullElse(detail.reason(), said(its)));
  }

  private static String feedback(List<Evaluation.Detail> details) {
    return details.stream().map(Evaluation.Detail::reason).collect(Collectors.joining("\n"));
  }

  private static String said(double score) {
    return String.format(Locale.ROOT, "Score: %.3f.", score);
  }
}
