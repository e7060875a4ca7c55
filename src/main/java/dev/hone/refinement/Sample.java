package dev.hone.refinement;

import java.util.List;

/**
 * What a caller wants refined.
 *
 * @param messages the conversation; at least one
 * @param candidates answers that the caller already has, oldest first; often empty
 */
public record Sample(List<Message> messages, List<String> candidates) {

  public Sample {
    messages = List.copyOf(messages);
    candidates = candidates == null ? List.of() : List.copyOf(candidates);
  }
}
