package dev.hone.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/** An answer that comes line by line. */
final class Lines implements Flow.Subscriber<String> {

  private static final long PATIENCE = 30;

  private final List<String> all = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Integer> status = new CompletableFuture<>();
  private CompletableFuture<HttpResponse<Void>> end;

  static Lines of(HttpRequest request) {
    Lines lines = new Lines();
    lines.end =
        Someone.HTTP.sendAsync(
            request,
            head -> {
              lines.status.complete(head.statusCode());
              return HttpResponse.BodySubscribers.fromLineSubscriber(lines);
            });
    return lines;
  }

  int status() {
    return status.orTimeout(PATIENCE, TimeUnit.SECONDS).join();
  }

  List<String> all() {
    return all;
  }

  Lines awaitLine(String line) {
    await().atMost(Duration.ofSeconds(PATIENCE)).until(() -> all.contains(line));
    return this;
  }

  /** Fails unless the server ended it as an answer ends. */
  void awaitEnd() {
    end.orTimeout(PATIENCE, TimeUnit.SECONDS).join();
  }

  /** Fails if the server ended it as an answer ends. */
  void awaitCut() {
    CompletionException cut =
        assertThrows(
            CompletionException.class, () -> end.orTimeout(PATIENCE, TimeUnit.SECONDS).join());
    assertInstanceOf(IOException.class, cut.getCause());
  }

  boolean hasEnded() {
    return end.isDone();
  }

  void leave() {
    end.cancel(true);
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(String line) {
    all.add(line);
  }

  @Override
  public void onError(Throwable cut) {}

  @Override
  public void onComplete() {}
}
