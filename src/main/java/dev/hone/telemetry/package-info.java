/**
 * Traces: whether there are any, and what leaves with them; and durations that cost little to
 * count. Knows no other part; others begin their spans here.
 */
package dev.hone.telemetry;
