package dev.hone.model;

import dev.hone.refinement.Usage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * The calls of one model, counted for {@code /q/metrics}; judges' calls are calls too. Latencies
 * have the names, labels and buckets of OpenTelemetry's conventions for generative AI. All that can
 * be known at the start is there from the start, as zero. Thread-safe; nothing happens for a token
 * but the first.
 */
final class CallFigures {

  /** The label of a call that did not fail: to Prometheus the same as none. */
  static final String NO_ERROR = "";

  private static final List<String> RETRY_CAUSES =
      List.of("429", "5xx", "refused", "cut", "stalled", "malformed", "not_a_stream");

  private static final Duration[] DURATION_BUCKETS =
      millis(10, 20, 40, 80, 160, 320, 640, 1_280, 2_560, 5_120, 10_240, 20_480, 40_960, 81_920);

  private static final Duration[] FIRST_TOKEN_BUCKETS =
      millis(1, 5, 10, 20, 40, 60, 80, 100, 250, 500, 750, 1_000, 2_500, 5_000, 7_500, 10_000);

  private final Counter prompt;
  private final Counter completion;
  private final Counter cached;
  private final Meter.MeterProvider<Counter> retries;
  private final Timer firstTokens;
  private final Timer complete;
  private final Meter.MeterProvider<Timer> durations;

  /**
   * @param model its configured name
   * @param upstreamModel the provider's name of it
   */
  CallFigures(String model, String upstreamModel, MeterRegistry registry) {
    prompt = tokens("prompt", model, registry);
    completion = tokens("completion", model, registry);
    cached = tokens("cached", model, registry);
    retries =
        Counter.builder("hone.retries")
            .description("Model calls that were tried again.")
            .withRegistry(registry);
    RETRY_CAUSES.forEach(cause -> retries.withTag("cause", cause));
    Tags call =
        Tags.of(
            GenAi.OPERATION_NAME, GenAi.CHAT,
            GenAi.PROVIDER_NAME, GenAi.OPENAI,
            GenAi.REQUEST_MODEL, upstreamModel);
    firstTokens =
        Timer.builder("gen_ai.server.time_to_first_token")
            .description("From the request to the first token of an answer or of its thinking.")
            .serviceLevelObjectives(FIRST_TOKEN_BUCKETS)
            .tags(call)
            .register(registry);
    durations =
        Timer.builder("gen_ai.client.operation.duration")
            .description("Model calls with their retries, without the wait for a place.")
            .serviceLevelObjectives(DURATION_BUCKETS)
            .tags(call)
            .withRegistry(registry);
    complete = durations.withTag(GenAi.ERROR_TYPE, NO_ERROR);
  }

  void firstToken(long nanos) {
    firstTokens.record(nanos, TimeUnit.NANOSECONDS);
  }

  /**
   * @param cause a word of {@link dev.hone.refinement.ModelChunk.Retrying}
   */
  void retried(String cause) {
    retries.withTag("cause", cause).increment();
  }

  void complete(long nanos, Usage usage) {
    complete.record(nanos, TimeUnit.NANOSECONDS);
    count(usage);
  }

  /**
   * @param errorType one of few words
   */
  void failed(long nanos, String errorType, Usage usage) {
    durations.withTag(GenAi.ERROR_TYPE, errorType).record(nanos, TimeUnit.NANOSECONDS);
    count(usage);
  }

  private void count(Usage usage) {
    prompt.increment(usage.promptTokens());
    completion.increment(usage.completionTokens());
    if (usage.cachedTokens() != null) {
      cached.increment(usage.cachedTokens());
    }
  }

  private static Counter tokens(String kind, String model, MeterRegistry registry) {
    return Counter.builder("hone.tokens")
        .description("Tokens of model calls; estimated where a call ended before its count.")
        .tags("kind", kind, "model", model)
        .register(registry);
  }

  private static Duration[] millis(long... values) {
    return LongStream.of(values).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
  }
}
