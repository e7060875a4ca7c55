package dev.hone.model;

import java.net.URI;

/** Where models are asked when neither a key nor a base URL is configured. */
public interface FallbackEndpoint {

  /**
   * A base URL such as {@code http://127.0.0.1:PORT/v1}, after the server is listening; lazily
   * starts it, so it may block and is never called on an event loop.
   */
  URI baseUri();
}
