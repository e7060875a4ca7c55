package dev.hone.run;

import dev.hone.refinement.LanguageModel;
import dev.hone.refinement.Models;
import dev.hone.refinement.Reward;
import java.time.Clock;
import java.util.List;

/** What runs are hosted with in tests: one model and one reward, whatever is asked for. */
final class Hosting {

  private Hosting() {}

  static Worker.Host with(RunLog log, LanguageModel model, Reward reward) {
    return new Worker.Host(
        "pod-1",
        log,
        new Always(model),
        (spec, judge, reference) -> reward,
        Clock.systemUTC(),
        5,
        20);
  }

  private record Always(LanguageModel model) implements Models {
    @Override
    public List<String> names() {
      return List.of(DEFAULT);
    }

    @Override
    public LanguageModel named(String name) {
      return model;
    }
  }
}
