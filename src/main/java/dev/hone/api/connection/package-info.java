/**
 * What one connection may do: how many there are, how long each may take for headers, be idle, or
 * leave unread what is written to it, and how many messages it may send. Knows nothing of runs or
 * problems.
 *
 * <p>Unless a Javadoc says so, nothing here is {@code null}.
 */
package dev.hone.api.connection;
