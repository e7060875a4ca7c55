package dev.hone.model;

import dev.hone.refinement.Generation;
import dev.hone.refinement.Usage;
import dev.hone.telemetry.Traces;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.net.URI;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The span of one call, with its retries, below what was current where the call was subscribed: a
 * run, or a request. It has nothing of what was asked or answered.
 */
final class CallSpan {

  private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey(GenAi.ERROR_TYPE);
  private static final AttributeKey<List<String>> FINISH_REASONS =
      AttributeKey.stringArrayKey(GenAi.RESPONSE_FINISH_REASONS);

  /**
   * What the spans of a model have in common.
   *
   * @param name of all of them
   */
  record Kind(Traces traces, String name, Attributes attributes) {

    static Kind of(Traces traces, String upstreamModel, URI baseUri) {
      boolean standardPort = baseUri.getPort() < 0;
      boolean secure = "https".equals(baseUri.getScheme());
      return new Kind(
          traces,
          GenAi.CHAT + " " + upstreamModel,
          Attributes.builder()
              .put(GenAi.OPERATION_NAME, GenAi.CHAT)
              .put(GenAi.PROVIDER_NAME, GenAi.OPENAI)
              .put(GenAi.REQUEST_MODEL, upstreamModel)
              .put(GenAi.SERVER_ADDRESS, baseUri.getHost())
              .put(GenAi.SERVER_PORT, standardPort ? (secure ? 443 : 80) : baseUri.getPort())
              .build());
    }
  }

  private final Kind kind;
  private final Context parent = Context.current();
  private Span span = Span.getInvalid();

  CallSpan(Kind kind) {
    this.kind = kind;
  }

  void begin(Generation generation) {
    SpanBuilder builder =
        kind.traces()
            .span(kind.name())
            .setParent(parent)
            .setSpanKind(SpanKind.CLIENT)
            .setAllAttributes(kind.attributes());
    if (generation.temperature() != null) {
      builder.setAttribute(GenAi.REQUEST_TEMPERATURE, generation.temperature());
    }
    if (generation.topP() != null) {
      builder.setAttribute(GenAi.REQUEST_TOP_P, generation.topP());
    }
    if (generation.maxTokens() != null) {
      builder.setAttribute(GenAi.REQUEST_MAX_TOKENS, generation.maxTokens());
    }
    if (generation.seed() != null) {
      builder.setAttribute(GenAi.REQUEST_SEED, generation.seed());
    }
    span = builder.startSpan();
  }

  /** A request goes out, with the trace that it belongs to. */
  void tries(BiConsumer<String, String> header) {
    Traces.carry(parent.with(span), header);
  }

  /**
   * @param model the one that answers, as it calls itself; {@code null} if it doesn't say
   */
  void spoke(String model) {
    span.addEvent("first_token");
    if (model != null) {
      span.setAttribute(GenAi.RESPONSE_MODEL, model);
    }
  }

  void retries(String cause) {
    span.addEvent("retry", Attributes.of(ERROR_TYPE, cause));
  }

  void complete(String finishReason, Usage usage) {
    span.setAttribute(FINISH_REASONS, List.of(finishReason));
    end(usage);
  }

  void failed(String errorType, Usage usage) {
    span.setStatus(StatusCode.ERROR).setAttribute(ERROR_TYPE, errorType);
    end(usage);
  }

  /** No error: nobody wants the answer any more. */
  void cancelled(Usage usage) {
    span.addEvent("cancelled");
    end(usage);
  }

  private void end(Usage usage) {
    span.setAttribute(GenAi.USAGE_INPUT_TOKENS, usage.promptTokens());
    span.setAttribute(GenAi.USAGE_OUTPUT_TOKENS, usage.completionTokens());
    if (usage.cachedTokens() != null) {
      span.setAttribute(GenAi.USAGE_CACHED_TOKENS, usage.cachedTokens());
    }
    span.end();
  }
}
