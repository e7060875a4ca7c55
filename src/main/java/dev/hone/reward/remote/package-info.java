/**
 * Rewards that run on servers of the operator's: named in configuration, never in a request.
 *
 * <p>Unless a Javadoc says so, nothing here is {@code null}.
 */
package dev.hone.reward.remote;
