package dev.hone.api;

import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Which of its two answers a client wants: a stream of events, or JSON. */
final class Accept {

  private Accept() {}

  /**
   * The first type of the client's that can be had, by its order of preference; JSON if it names
   * none.
   *
   * @throws NotAcceptableException if neither can be had
   */
  static boolean wantsEvents(HttpHeaders headers) {
    for (MediaType type : acceptable(headers)) {
      if (type.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
        return false;
      }
      if (type.isCompatible(MediaType.SERVER_SENT_EVENTS_TYPE)) {
        return true;
      }
    }
    throw new NotAcceptableException();
  }

  private static List<MediaType> acceptable(HttpHeaders headers) {
    try {
      return headers.getAcceptableMediaTypes().stream().filter(Accept::isWanted).toList();
    } catch (IllegalArgumentException notMediaTypes) {
      throw new NotAcceptableException();
    }
  }

  private static boolean isWanted(MediaType type) {
    String quality = type.getParameters().get("q");
    return quality == null || !quality.matches("0(\\.0*)?");
  }
}
