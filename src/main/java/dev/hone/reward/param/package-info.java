/**
 * What a reward can be told ({@code params} of a request), and its reading and refusing.
 *
 * <p>Unless a Javadoc says so, nothing here is {@code null}.
 */
package dev.hone.reward.param;
