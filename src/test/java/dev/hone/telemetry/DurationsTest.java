package dev.hone.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.MockClock;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DurationsTest {

  private final CollectorRegistry prometheus = new CollectorRegistry();
  private final MockClock clock = new MockClock();
  private final Durations durations =
      new Durations(
          clock, "waits_seconds", "How long.", Duration.ofNanos(50_000), Duration.ofMillis(1));

  DurationsTest() {
    durations.register(prometheus);
  }

  @Test
  void areWrittenAsATimerOfMicrometerIs() throws IOException {
    durations.record(50_000);
    durations.record(50_001);
    durations.record(2_000_000_000);

    StringWriter text = new StringWriter();
    TextFormat.write004(text, prometheus.metricFamilySamples());
    assertEquals(
        """
        # HELP waits_seconds How long.
        # TYPE waits_seconds histogram
        waits_seconds_bucket{le="5.0E-5",} 1.0
        waits_seconds_bucket{le="0.001",} 2.0
        waits_seconds_bucket{le="+Inf",} 3.0
        waits_seconds_count 3.0
        waits_seconds_sum 2.000100001
        # HELP waits_seconds_max How long.
        # TYPE waits_seconds_max gauge
        waits_seconds_max 2.0
        """,
        text.toString());
  }

  @Test
  void areThereBeforeAnythingHappened() {
    assertEquals(
        List.of(0.0, 0.0, 0.0, 0.0, 0.0),
        durations.collect().get(0).samples.stream().map(sample -> sample.value).toList());
    assertEquals(Collector.Type.HISTOGRAM, durations.collect().get(0).type);
    assertEquals(0, max());
  }

  @Test
  void ofAClockThatWasSetBackAreZero() {
    durations.record(-1);

    assertEquals(1, prometheus.getSampleValue("waits_seconds_count"));
    assertEquals(0, prometheus.getSampleValue("waits_seconds_sum"));
  }

  @Test
  void rememberTheLongestOfTheLastMinutes() {
    durations.record(3_000_000_000L);
    clock.add(Duration.ofSeconds(90));
    durations.record(1_000_000_000L);
    assertEquals(3, max());

    clock.add(Duration.ofSeconds(100));
    assertEquals(1, max());
  }

  private double max() {
    return prometheus.getSampleValue("waits_seconds_max");
  }
}
