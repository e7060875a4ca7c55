/**
 * The scripted demo model: an OpenAI-compatible server of its own on a free loopback port, used
 * through the real client when neither a key nor a base URL is configured.
 *
 * <p>It has no state and no randomness: everything that it says follows from the request, so the
 * same request gets the same answer. As a writer it gets better where the feedback asks for it; as
 * a judge it looks at the text alone, by the same {@link dev.hone.demo.Feature}s. What it says
 * stands in {@code src/main/resources/demo}.
 *
 * <p>Unless a Javadoc says so, nothing here is {@code null}.
 */
package dev.hone.demo;
