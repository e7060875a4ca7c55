/**
 * A load test of the packaged server: {@code ./mvnw -Pload verify -Dload="<scenario> <option>=<n>
 * …"}. The server is a process of its own; a scripted model whose every token says when it was
 * sent, and the watchers, are in this one. No part of the server.
 */
package dev.hone.load;
