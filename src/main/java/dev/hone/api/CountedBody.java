package dev.hone.api;

import dev.hone.api.connection.RequestLoop;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Counts each body while it is read, for one without a length isn't seen by {@link BodyLimit}.
 * Quarkus' own limit must never be reached: it answers with nothing, and by taking the response's
 * end handler it keeps all others from hearing that the request has ended.
 */
@Provider
public class CountedBody implements ReaderInterceptor {

  private final RoutingContext request;
  private final BodyLimit limit;

  /**
   * It is made before there is a configuration.
   *
   * @param request the one that is read at the time
   */
  CountedBody(RoutingContext request, BodyLimit limit) {
    this.request = request;
    this.limit = limit;
  }

  @Override
  public Object aroundReadFrom(ReaderInterceptorContext body) throws IOException {
    body.setInputStream(new Counting(body.getInputStream()));
    return body.proceed();
  }

  private void check(long bytes) {
    if (limit.isOver(bytes)) {
      HttpServerRequest rest = request.request(); // later nobody knows any more which it was
      Context its = RequestLoop.of(request);
      request.addEndHandler(answered -> its.runOnContext(turn -> Refusal.drop(rest)));
      throw ProblemException.tooLarge();
    }
  }

  private final class Counting extends FilterInputStream {

    private long bytes;
    private boolean whole;

    Counting(InputStream body) {
      super(body);
    }

    @Override
    public int read() throws IOException {
      int next = super.read();
      count(next < 0 ? -1 : 1);
      return next;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
      int length = super.read(into, from, most);
      count(length);
      return length;
    }

    /**
     * @param length of what was read, negative at the end
     */
    private void count(int length) {
      if (length >= 0) {
        bytes += length;
        check(bytes);
      } else if (!whole) {
        whole = true;
        BodyClock.stop(request);
      }
    }
  }
}
