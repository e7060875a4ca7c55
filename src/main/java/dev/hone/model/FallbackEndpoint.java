package dev.hone.model;

import java.net.URI;
import java.util.List;

/** Answers in the place of the default model where nobody configured one. */
public interface FallbackEndpoint {

  /**
   * The base URL of an OpenAI-compatible API, such as {@code http://127.0.0.1:4711/v1}. The first
   * call starts it, and returns once it listens; it may block, and is made at start, never on an
   * event loop.
   */
  URI baseUri();

  /** Questions that it answers well; may be empty. */
  List<String> examples();
}
