/**
 * The run log in Redis (or Valkey; 6.2 and newer, one primary, no cluster), shared by many pods: a
 * stream for each run is the truth, scripts are the only writers, and published events only make it
 * fast.
 *
 * <p>Unless a Javadoc says so, nothing here is {@code null}.
 */
package dev.hone.run.redis;
