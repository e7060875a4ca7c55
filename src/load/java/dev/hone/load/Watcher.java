package dev.hone.load;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;

/**
 * Someone who watches one run, may leave and come back, and is done when the run has ended. A slow
 * one reads nothing ever. Lives on one event loop.
 */
abstract class Watcher {

  protected final Site site;
  protected final Reading reading;
  protected final boolean slow;
  private final Context context;
  private final Promise<Void> joined = Promise.promise();
  private final Promise<Void> end = Promise.promise();
  private boolean here;

  Watcher(Site site, Reading reading, boolean slow) {
    this.site = site;
    this.reading = reading;
    this.slow = slow;
    this.context = ((VertxInternal) site.vertx()).createEventLoopContext();
  }

  /** Asks for what follows {@link Reading#seq()}. */
  protected abstract void connect(Vertx vertx);

  /** Whether it has asked, and has not left since. */
  protected abstract boolean isConnected();

  protected abstract void disconnect();

  final Reading reading() {
    return reading;
  }

  final boolean isSlow() {
    return slow;
  }

  /** When it has read an event for the first time; a slow one when it has asked for them. */
  final Future<Void> joined() {
    return joined.future();
  }

  /** When it has seen the run's end. */
  final Future<Void> end() {
    return end.future();
  }

  final void join(long afterMillis) {
    if (afterMillis > 0) {
      site.vertx().setTimer(afterMillis, later -> join(0));
      return;
    }
    context.runOnContext(
        now -> {
          here = true;
          reading.join();
          connect(site.vertx());
        });
  }

  final void leave() {
    context.runOnContext(now -> depart());
  }

  /** Leaves and comes back with the last number that it saw, if there is something left to see. */
  final void comeBack(long afterMillis) {
    context.runOnContext(
        now -> {
          if (!isConnected() || reading.hasEnded() || reading.seq() == 0) {
            return;
          }
          depart();
          site.vertx()
              .setTimer(
                  afterMillis,
                  later -> {
                    site.meter().window().rejoined.increment();
                    join(0);
                  });
        });
  }

  protected final boolean isHere() {
    return here;
  }

  protected final void letIn() {
    joined.tryComplete();
  }

  /** Something was read. */
  protected final void read() {
    if (reading.seq() > 0) {
      letIn();
    }
    if (reading.hasEnded() && end.tryComplete()) {
      depart();
    }
  }

  /** The server, or the network, ended it. */
  protected final void cut(String why) {
    if (here && !reading.hasEnded()) {
      here = false;
      if (!slow) {
        site.meter().fault(why);
        end.tryComplete();
      }
      joined.tryComplete();
    }
  }

  private void depart() {
    if (here) {
      here = false;
      disconnect();
    }
  }
}
