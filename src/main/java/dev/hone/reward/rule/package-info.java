/**
 * Rewards that compute their score from the text alone, without a model. Each is one class that
 * implements {@link dev.hone.reward.rule.Rule}; {@link dev.hone.reward.rule.RuleReward} runs it
 * without blocking an event loop.
 *
 * <p>Unless a Javadoc says so, nothing here is {@code null}.
 */
package dev.hone.reward.rule;
