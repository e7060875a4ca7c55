/**
 * Who asks: modes of authentication, keys, tokens, tickets. Knows nothing of runs or problems; the
 * API asks it at its door and answers refusals in its own shape.
 *
 * <p>Unless a Javadoc says so, nothing here is {@code null}. Nothing here logs a key, a token or a
 * ticket, or puts one in a message.
 */
package dev.hone.api.auth;
