/**
 * Traces: whether there are any, and what leaves with them; and durations that cost little to
 * count. Knows no other part; others begin their spans here.
 *
 * <p>Unless a Javadoc says so, nothing here is {@code null}.
 */
package dev.hone.telemetry;
