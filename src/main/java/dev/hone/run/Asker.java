package dev.hone.run;

import io.opentelemetry.context.Context;
import io.vertx.core.Vertx;

/** Where a run lives that is asked for now, and the trace that it belongs to. */
record Asker(EventLoop loop, Context trace) {

  static Asker here(Vertx vertx) {
    return new Asker(EventLoop.nearCaller(vertx), Context.current());
  }
}
