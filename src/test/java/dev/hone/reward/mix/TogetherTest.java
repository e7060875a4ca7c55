package dev.hone.reward.mix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.refinement.Assessment;
import dev.hone.refinement.Evaluation;
import dev.hone.refinement.Usage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TogetherTest {

  private static final int MANY = 100;

  /** As where a log takes its time for each. */
  @Test
  void keepsWhatComesWhileItsReaderIsBusy() {
    List<UnicastProcessor<Assessment>> judges =
        List.of(UnicastProcessor.create(), UnicastProcessor.create());
    List<Together.Voice> voices =
        IntStream.range(0, judges.size())
            .mapToObj(i -> new Together.Voice("vote " + (i + 1), judges.get(i)))
            .toList();
    AssertSubscriber<Assessment> reader =
        new Together(voices, 2)
            .assessments(all -> all.get(0))
            .subscribe()
            .withSubscriber(AssertSubscriber.create(0));

    for (int i = 0; i < MANY; i++) {
      int number = i;
      judges.forEach(judge -> judge.onNext(new Assessment.Critique(number + " ", null)));
    }
    for (UnicastProcessor<Assessment> judge : judges) {
      judge.onNext(new Assessment.Verdict(Evaluation.failed(Usage.NONE)));
      judge.onComplete();
    }
    IntStream.rangeClosed(0, 2 * MANY).forEach(i -> reader.request(1));

    reader.assertCompleted();
    assertEquals(2 * MANY + 1, reader.getItems().size());
    List<String> first = new ArrayList<>();
    Multi.createFrom()
        .iterable(reader.getItems())
        .filter(item -> item instanceof Assessment.Critique said && said.part().equals("vote 1"))
        .subscribe()
        .with(item -> first.add(((Assessment.Critique) item).text()));
    assertEquals(IntStream.range(0, MANY).mapToObj(i -> i + " ").toList(), first);
  }
}
