/**
 * RM-Gallery's data model, and how a run is told in it. Field names, their order and the form of
 * times are those that its own classes write; unknown fields are ignored, as they do. Knows the
 * loop and nothing of HTTP.
 *
 * <p>Unless a Javadoc says so, nothing here is {@code null}.
 */
package dev.hone.api.gallery;
