package dev.hone.api;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/**
 * What is kept of Quarkus' own figures about HTTP: those of requests and sockets. What is counted
 * for each write to a connection is not, and could not tell this server from the demo model's. The
 * one label that a caller could fill is bounded: a method may have any name.
 */
@Singleton
final class HttpFigures implements MeterFilter {

  private static final String ALL = "http.server.";
  private static final Set<String> KEPT =
      Set.of("http.server.requests", "http.server.websocket.connections");
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE");

  @Override
  public MeterFilterReply accept(Meter.Id id) {
    return id.getName().startsWith(ALL) && !KEPT.contains(id.getName())
        ? MeterFilterReply.DENY
        : MeterFilterReply.NEUTRAL;
  }

  @Override
  public Meter.Id map(Meter.Id id) {
    String method = id.getName().startsWith(ALL) ? id.getTag("method") : null;
    return method == null || METHODS.contains(method) ? id : id.replaceTags(bounded(id.getTags()));
  }

  private static List<Tag> bounded(List<Tag> tags) {
    return tags.stream()
        .map(tag -> tag.getKey().equals("method") ? Tag.of("method", "_OTHER") : tag)
        .toList();
  }
}
