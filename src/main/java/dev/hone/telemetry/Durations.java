package dev.hone.telemetry;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.distribution.TimeWindowMax;
import io.prometheus.client.Collector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Durations in buckets, as {@code /q/metrics} shows a timer of Micrometer: {@code _bucket}, {@code
 * _count}, {@code _sum}, and {@code _max} of the last two to three minutes. Thread-safe.
 *
 * <p>For what happens with each token: Micrometer's timer goes through a composite of registries,
 * two windows of time and a sampler of exemplars. There are no exemplars here, and Micrometer's
 * filters and other exporters don't see it.
 */
public final class Durations extends Collector {

  private static final List<String> LIMIT = List.of("le");

  /** As Micrometer has it for Prometheus. */
  private static final Duration MAX_STEP = Duration.ofMinutes(1);

  private static final int MAX_STEPS = 3;

  private final String name;
  private final String description;
  private final long[] limits;

  /** How many were within each limit and above the one before; the last has no limit. */
  private final LongAdder[] counts;

  private final LongAdder nanos = new LongAdder();
  private final TimeWindowMax max;

  /**
   * @param name with its unit, such as {@code hone_log_append_seconds}
   * @param description one sentence
   * @param limits of the buckets, ascending
   */
  public Durations(String name, String description, Duration... limits) {
    this(Clock.SYSTEM, name, description, limits);
  }

  Durations(Clock clock, String name, String description, Duration... limits) {
    this.max = new TimeWindowMax(clock, MAX_STEP.toMillis(), MAX_STEPS);
    this.name = name;
    this.description = description;
    this.limits = Stream.of(limits).mapToLong(Duration::toNanos).toArray();
    this.counts =
        Stream.generate(LongAdder::new).limit(limits.length + 1L).toArray(LongAdder[]::new);
  }

  /**
   * @param duration in nanoseconds; below zero, as of a clock that was set back, it counts as zero
   */
  public void record(long duration) {
    long counted = Math.max(0, duration);
    int bucket = 0;
    while (bucket < limits.length && limits[bucket] < counted) {
      bucket++;
    }
    counts[bucket].increment();
    nanos.add(counted);
    max.record(counted, TimeUnit.NANOSECONDS);
  }

  @Override
  public List<MetricFamilySamples> collect() {
    List<MetricFamilySamples.Sample> samples = new ArrayList<>();
    long count = 0;
    for (int bucket = 0; bucket < counts.length; bucket++) {
      count += counts[bucket].sum();
      samples.add(sample("_bucket", LIMIT, List.of(limit(bucket)), count));
    }
    samples.add(sample("_count", List.of(), List.of(), count));
    samples.add(sample("_sum", List.of(), List.of(), seconds(nanos.sum())));
    MetricFamilySamples.Sample largest =
        sample("_max", List.of(), List.of(), max.poll(TimeUnit.SECONDS));
    return List.of(
        new MetricFamilySamples(name, Type.HISTOGRAM, description, samples),
        new MetricFamilySamples(largest.name, Type.GAUGE, description, List.of(largest)));
  }

  private MetricFamilySamples.Sample sample(
      String suffix, List<String> labels, List<String> values, double value) {
    return new MetricFamilySamples.Sample(name + suffix, labels, values, value);
  }

  private String limit(int bucket) {
    return bucket == limits.length ? "+Inf" : doubleToGoString(seconds(limits[bucket]));
  }

  private static double seconds(long nanos) {
    return nanos / NANOSECONDS_PER_SECOND;
  }
}
