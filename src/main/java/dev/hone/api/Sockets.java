package dev.hone.api;

import dev.hone.run.Clients;
import dev.hone.run.Drain;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The WebSockets of this server. When it is to stop each is closed as soon as all that it follows
 * has ended or is handed over; those that come meanwhile, when all is.
 */
@ApplicationScoped
class Sockets implements Clients {

  private final Drain drain;
  private final Set<Followed> open = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Void> none = new CompletableFuture<>();

  Sockets(Drain drain) {
    this.drain = drain;
  }

  void add(Followed socket) {
    open.add(socket);
    if (drain.phase() == Drain.Phase.OVER) {
      socket.close();
    }
  }

  void remove(Followed socket) {
    open.remove(socket);
    checkNone();
  }

  @Override
  public void release() {
    open.forEach(Followed::leave);
  }

  @Override
  public CompletionStage<Void> dismiss() {
    open.forEach(Followed::close);
    checkNone();
    return none;
  }

  /** Their connections go with HTTP. */
  @Override
  public void cut() {}

  private void checkNone() {
    if (drain.phase() == Drain.Phase.OVER && open.isEmpty()) {
      none.complete(null);
    }
  }
}
