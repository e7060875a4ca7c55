/**
 * Traces: whether there are any, and what leaves with them. Knows no other part; others begin their
 * spans here.
 */
package dev.hone.telemetry;
