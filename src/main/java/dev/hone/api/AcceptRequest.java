package dev.hone.api;

/**
 * Which candidate a person accepts.
 *
 * @param candidate its number; {@code null} for the best so far
 */
public record AcceptRequest(Integer candidate) {}
