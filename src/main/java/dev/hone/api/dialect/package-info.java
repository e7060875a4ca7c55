/**
 * A run's events as other protocols' readers know them. {@link dev.hone.api.dialect.Parts} folds
 * the events into parts of text that begin, grow and end; each {@link dev.hone.api.dialect.Dialect}
 * only says how its protocol writes them.
 *
 * <p>Unless a Javadoc says so, nothing here is {@code null}.
 */
package dev.hone.api.dialect;
