/**
 * OpenAI's chat completions: a request becomes an ordinary run that is tied to its connection, and
 * the run's events become an answer, at once or in chunks.
 *
 * <p>Unless a Javadoc says so, nothing here is {@code null}.
 */
package dev.hone.api.openai;
