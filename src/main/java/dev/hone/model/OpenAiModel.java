package dev.hone.model;

import dev.hone.refinement.LanguageModel;
import dev.hone.refinement.ModelChunk;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.AbstractMulti;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.vertx.core.Context;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;

/** A model behind an OpenAI-compatible API. */
record OpenAiModel(
    String name,
    VertxInternal vertx,
    Upstream upstream,
    ChatRequest chatRequest,
    CallSettings settings,
    CallPool pool,
    CallReport.To reports)
    implements LanguageModel {

  @Override
  public Multi<ModelChunk> stream(Request request) {
    return new AbstractMulti<>() {
      @Override
      public void subscribe(MultiSubscriber<? super ModelChunk> subscriber) {
        ModelCall call = new ModelCall(OpenAiModel.this, request, eventLoop(), subscriber);
        subscriber.onSubscribe(call);
        call.start();
      }
    };
  }

  /** The subscriber's event loop where it has one, so that a call never changes threads. */
  private ContextInternal eventLoop() {
    ContextInternal current = vertx.getContext();
    return current != null && current.isEventLoopContext() && Context.isOnEventLoopThread()
        ? current
        : vertx.createEventLoopContext();
  }
}
