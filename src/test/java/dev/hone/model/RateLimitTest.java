package dev.hone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.refinement.ModelFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How long a call waits, and whether it does, where a provider limits it. */
class RateLimitTest {

  private static final Duration ASKED = Duration.ofMillis(500);

  private final ScriptedModelServer server = ScriptedModelServer.start();
  private final TestModel model = new TestModel(server.baseUri());

  @AfterEach
  void close() {
    model.close();
    server.close();
  }

  static Stream<ScriptedAnswer> waits() {
    ScriptedAnswer limited = ScriptedAnswer.error(429, "rate_limit_exceeded", "slow");
    return Stream.of(
        limited.header("Retry-After", "0.5"),
        limited.header("retry-after-ms", "500").header("Retry-After", "0"),
        limited
            .header("x-ratelimit-remaining-requests", "0")
            .header("x-ratelimit-reset-requests", "500ms")
            .header("x-ratelimit-remaining-tokens", "1")
            .header("x-ratelimit-reset-tokens", "6m0s"),
        limited
            .header("x-ratelimit-remaining-tokens", "0")
            .header("x-ratelimit-reset-tokens", "0.5s"),
        ScriptedAnswer.status(429, "application/json", "[" + gemini("0.5s") + "]"),
        ScriptedAnswer.status(429, "application/json", gemini("0.5s")),
        ScriptedAnswer.stream().data(gemini("0.5s")).end(),
        ScriptedAnswer.error(503, "overloaded", "later").header("Retry-After", "0.5"));
  }

  @ParameterizedTest
  @MethodSource("waits")
  void waitsAsLongAsTheProviderAsks(ScriptedAnswer limited) {
    server.enqueue(limited, ScriptedAnswer.of("Hi"));

    Duration took = completes();

    assertTrue(
        took.compareTo(ASKED) >= 0 && took.compareTo(ASKED.multipliedBy(10)) < 0, took::toString);
  }

  static Stream<ScriptedAnswer> limits() {
    ScriptedAnswer limited = ScriptedAnswer.error(429, "rate_limit_exceeded", "slow");
    return Stream.of(
        limited,
        limited
            .header("x-ratelimit-remaining-tokens", "5")
            .header("x-ratelimit-reset-tokens", "1h"),
        ScriptedAnswer.stream().errorInStream("429", "slow").end(),
        ScriptedAnswer.stream().errorInStream("rate_limit_exceeded", "slow").end());
  }

  @ParameterizedTest
  @MethodSource("limits")
  void waitsLongerThanAfterOtherTroubleWhereNobodySaysHowLong(ScriptedAnswer limited) {
    model.rateLimited = ASKED.multipliedBy(2); // half of it for certain
    server.enqueue(limited, ScriptedAnswer.of("Hi"));

    assertTrue(completes().compareTo(ASKED) >= 0);
  }

  static Stream<Arguments> longWaits() {
    ScriptedAnswer limited = ScriptedAnswer.error(429, "rate_limit_exceeded", "slow");
    return Stream.of(
        Arguments.of(limited.header("Retry-After", "1187"), "(429, rate_limit_exceeded)", "19m47s"),
        Arguments.of(
            limited
                .header("x-ratelimit-remaining-requests", "0")
                .header("x-ratelimit-reset-requests", "2h5m"),
            "(429, rate_limit_exceeded)",
            "2h5m"),
        Arguments.of(
            ScriptedAnswer.status(429, "application/json", gemini("86400s")),
            "(429, RESOURCE_EXHAUSTED)",
            "24h"));
  }

  @ParameterizedTest
  @MethodSource("longWaits")
  void failsAtOnceWhereTheProviderAsksForTooMuch(
      ScriptedAnswer limited, String words, String wait) {
    server.otherwise(request -> limited);

    ModelFailure failure = fails();

    assertEquals(
        "The model's provider limits the rate of requests "
            + words
            + " and asks to wait for "
            + wait
            + ", which is longer than hone.model.backoff.max-retry-after (1m).",
        failure.getMessage());
    assertEquals(ModelFailure.Kind.UNAVAILABLE, failure.kind());
    assertEquals(1, server.requests().size());
  }

  @Test
  void saysThatTheRateIsLimited() {
    model.retries = 1;
    server.otherwise(request -> ScriptedAnswer.error(429, "rate_limit_exceeded", "slow"));

    assertEquals(
        "The model's provider limits the rate of requests (429, rate_limit_exceeded); tried 2 times.",
        fails().getMessage());
  }

  /** OpenAI says so where there is no credit, Alibaba where there is none this minute. */
  @Test
  void asksOnceMoreWhereTheRateMayBeMeant() {
    server.otherwise(request -> ScriptedAnswer.error(429, "insufficient_quota", "plan"));

    assertEquals(
        "The model's provider limits the rate of requests (429, insufficient_quota); tried 2 times.",
        fails().getMessage());
  }

  @Test
  void waitsBeforeItAsksAgainThoughTheProviderAsksForNoTime() {
    ProviderError error = new ProviderError("", "", "", "", Duration.ZERO);

    assertNull(AskedWait.of(429, name -> "0", error, Instant.EPOCH));
    assertEquals(
        Duration.ofSeconds(7),
        AskedWait.of(
            429,
            name -> Map.of("retry-after-ms", "0", "Retry-After", "7").get(name),
            error,
            Instant.EPOCH));
  }

  static Stream<Arguments> withoutCredit() {
    String code = "insufficient_quota";
    return Stream.of(
        Arguments.of(
            ScriptedAnswer.status(
                403,
                "application/json",
                "{\"error\":{\"message\":\"x\",\"type\":\"" + code + "\"}}"),
            "403, " + code),
        Arguments.of(ScriptedAnswer.error(402, "x", "Insufficient Balance"), "402, x"),
        Arguments.of(
            ScriptedAnswer.stream().errorInStream("402", "needs more credits").end(), "402, error"),
        Arguments.of(ScriptedAnswer.stream().errorInStream(code, "plan").end(), code));
  }

  @ParameterizedTest
  @MethodSource("withoutCredit")
  void doesNotWaitForAnAccountWithoutCredit(ScriptedAnswer refusal, String words) {
    server.otherwise(request -> refusal);

    ModelFailure failure = fails();

    assertEquals(
        "The model's provider refuses the request (" + words + "): the account has no credit left.",
        failure.getMessage());
    assertEquals(ModelFailure.Kind.REFUSED, failure.kind());
    assertEquals(1, server.requests().size());
  }

  private Duration completes() {
    long start = System.nanoTime();
    assertEquals(1, TestModel.retries(model.complete()).size());
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private ModelFailure fails() {
    return (ModelFailure) model.call().awaitFailure(TestModel.PATIENCE).getFailure();
  }

  private static String gemini(String delay) {
    return """
        {"error":{"code":429,"message":"You exceeded your current quota.","status":"RESOURCE_EXHAUSTED",
        "details":[{"@type":"type.googleapis.com/google.rpc.Help","links":[{"url":"x"}]},"none",
        {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"%s"}]}}"""
        .formatted(delay)
        .replace("\n", "");
  }
}
