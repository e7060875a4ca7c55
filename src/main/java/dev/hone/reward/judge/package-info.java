/**
 * Rewards that ask a model. A judge is data ({@code rewards/judges.json}) and a prompt ({@code
 * prompts/judge-*.md}); what it says is parsed strictly ({@link
 * dev.hone.reward.judge.AnswerReader}) and asked for once more where it can't be ({@link
 * dev.hone.reward.judge.Question}).
 *
 * <p>Candidates and conversations are written by others, who may want a verdict of their own: they
 * reach a judge as data only, inside a {@link dev.hone.reward.judge.Fence}.
 *
 * <p>Unless a Javadoc says so, nothing here is {@code null}.
 */
package dev.hone.reward.judge;
