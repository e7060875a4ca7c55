/**
 * Hosting: admission, the run log and its adapters, watching, and the workers that drive the loop.
 * Knows the loop and nothing of HTTP.
 *
 * <p>Unless a Javadoc says so, nothing here is {@code null}.
 */
package dev.hone.run;
