/**
 * Hosting: admission, the port to the run log, watching, and the workers that drive the loop. Knows
 * the loop and nothing of HTTP.
 *
 * <p>Where events are kept is an adapter's ({@code local}, {@code redis}), which {@link
 * dev.hone.run.RunLogs} alone chooses. {@link dev.hone.run.Feed}, {@link dev.hone.run.Waiting} and
 * {@link dev.hone.run.Pull} are how each of them serves readers.
 *
 * <p>Unless a Javadoc says so, nothing here is {@code null}.
 */
package dev.hone.run;
