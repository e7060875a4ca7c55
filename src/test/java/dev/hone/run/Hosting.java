package dev.hone.run;

import dev.hone.refinement.LanguageModel;
import dev.hone.refinement.Models;
import dev.hone.refinement.Reward;
import dev.hone.run.local.MemoryRunLog;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What runs are hosted with in tests: one model and one reward, whatever is asked for. */
final class Hosting {

  static final QuotaConfig NO_QUOTA =
      quota(OptionalInt.empty(), OptionalInt.empty(), OptionalLong.empty());

  static final Quotas NO_QUOTAS =
      new Quotas(NO_QUOTA, ledger(), Duration.ofSeconds(5), refused -> {});

  private Hosting() {}

  /** A fresh one in the heap. */
  static Ledger ledger() {
    return new MemoryRunLog(Clock.systemUTC(), Duration.ofDays(1), 1).ledger();
  }

  static QuotaConfig quota(OptionalInt runs, OptionalInt requests, OptionalLong tokens) {
    return new QuotaConfig() {
      @Override
      public OptionalInt runs() {
        return runs;
      }

      @Override
      public OptionalInt requestsPerMinute() {
        return requests;
      }

      @Override
      public OptionalLong tokensPerDay() {
        return tokens;
      }
    };
  }

  static Host with(RunLog log, LanguageModel model, Reward reward) {
    return new Host(
        "pod-1",
        log,
        new Always(model),
        (spec, judge, reference) -> reward,
        Clock.systemUTC(),
        5,
        20,
        NO_QUOTAS,
        new Ties(new RunRequests(log)));
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
