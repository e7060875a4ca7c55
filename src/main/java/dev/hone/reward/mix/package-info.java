/**
 * Several evaluations made one: votes of one judge, and weighted mixes of rewards.
 *
 * <p>Unless a Javadoc says so, nothing here is {@code null}.
 */
package dev.hone.reward.mix;
