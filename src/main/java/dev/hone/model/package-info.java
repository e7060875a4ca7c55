/**
 * The OpenAI adapter of {@link dev.hone.refinement.LanguageModel}: models are configured as
 * quarkus-langchain4j-openai configures them, requests are built with its types and its JSON codec,
 * and answers are streamed by a small reader over Vert.x' HTTP client that carries demand and
 * cancellation to the socket.
 *
 * <p>From bytes to text: {@link dev.hone.model.DataLines} finds the lines, {@link
 * dev.hone.model.ChunkParser} the few fields that count, {@link dev.hone.model.ThinkFilter} sets
 * thinking apart, {@link dev.hone.model.Arrived} merges what one read of the socket brought. An
 * {@link dev.hone.model.Attempt} is one HTTP request; a {@link dev.hone.model.ModelCall} makes
 * attempts until one is complete, and is the subscription that a caller holds.
 *
 * <p>Unless a Javadoc says so, nothing here is {@code null}.
 */
package dev.hone.model;
