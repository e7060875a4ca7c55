package dev.hone.process;

import java.net.URI;

/** Where requests go: a server, or what stands before several. */
@FunctionalInterface
interface Server {

  /**
   * @param path begins with a slash
   */
  URI uri(String path);
}
