/**
 * What clients see: REST, Server-Sent Events, WebSocket, problems. A request is read and checked in
 * one place for all of them ({@link dev.hone.api.StartRequests}); events are written by two wire
 * forms of the same JSON.
 *
 * <p>Unless a Javadoc says so, nothing here is {@code null}.
 */
package dev.hone.api;
