package dev.hone.demo;

import dev.hone.demo.Conversation.Round;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes a first draft that leaves something to ask for, and then what the feedback asks for: half
 * of it in the first round, so that the way to a good answer can be seen, and all of it from then
 * on. What a person asks for it does at once.
 */
final class Writer {

  private static final int LAST_ROUND_AS_WRITTEN = 2;

  private final Examples examples;
  private final Composer composer;

  Writer(Examples examples, Composer composer) {
    this.examples = examples;
    this.composer = composer;
  }

  Answer answer(Conversation conversation) {
    Optional<Example> example = examples.answering(conversation.question());
    Topic topic = Topic.of(conversation.question());
    String text =
        example
            .map(known -> nextDraft(known, conversation, topic))
            .orElseGet(() -> composed(conversation, topic));
    String styled = Restyling.apply(styles(conversation), text);
    return new Answer(
        example.map(Example::thinking).orElse(""), styled + notes(conversation.newestWishes()));
  }

  /** Hand-written drafts take up the feedback by themselves; what stays away is added at last. */
  private String nextDraft(Example example, Conversation conversation, Topic topic) {
    String draft = example.draft(conversation.round());
    EnumSet<Feature> lacking = EnumSet.copyOf(wished(conversation));
    if (conversation.round() > LAST_ROUND_AS_WRITTEN) {
      lacking.addAll(Feature.askedForIn(conversation.feedback()));
    }
    lacking.retainAll(Feature.missingIn(draft));
    String text = composer.extend(draft, lacking, topic);
    boolean said = conversation.round() >= example.drafts().size();
    return said ? composer.varied(text, conversation.round()) : text;
  }

  private String composed(Conversation conversation, Topic topic) {
    EnumSet<Feature> features = Feature.none();
    features.add(Feature.CORE);
    features.addAll(wished(conversation));
    if (!conversation.newest().isEmpty()) {
      features.addAll(Feature.in(conversation.newest()));
      features.addAll(nextFeatures(conversation));
    }
    return composer.compose(topic, features, conversation.round());
  }

  private static Set<Feature> wished(Conversation conversation) {
    EnumSet<Feature> wished = Feature.none();
    conversation.wishes().forEach(wish -> wished.addAll(Feature.askedForIn(wish)));
    return wished;
  }

  /** A share of what the feedback names; the next best thing if it names nothing. */
  private static Set<Feature> nextFeatures(Conversation conversation) {
    Set<Feature> missing = Feature.missingIn(conversation.newest());
    EnumSet<Feature> named = EnumSet.copyOf(Feature.askedForIn(conversation.feedback()));
    named.retainAll(missing);
    Set<Feature> choice = named.isEmpty() ? missing : named;
    return choice.stream()
        .limit(named.isEmpty() ? 1 : share(named.size(), conversation.round()))
        .collect(Collectors.toCollection(Feature::none));
  }

  private static int share(int named, int round) {
    return round == 1 ? (named + 1) / 2 : named;
  }

  private static Set<Style> styles(Conversation conversation) {
    EnumSet<Style> styles = EnumSet.noneOf(Style.class);
    conversation.wishes().forEach(wish -> styles.addAll(Style.in(wish)));
    boolean tooLong =
        conversation.rounds().stream()
            .map(Round::feedback)
            .anyMatch(feedback -> feedback.contains("too long"));
    if (tooLong) {
      styles.add(Style.SHORTER);
    }
    return styles;
  }

  /** A script can't do everything, and says so instead of passing over it. */
  private static String notes(List<String> wishes) {
    StringBuilder notes = new StringBuilder();
    for (String wish : wishes) {
      if (Style.in(wish).isEmpty() && Feature.askedForIn(wish).isEmpty()) {
        notes
            .append("\n\n*(“")
            .append(wish.replaceAll("[*\\s]+", " ").strip())
            .append("”: the scripted demo model can't do that; a real model will.)*");
      }
    }
    return notes.toString();
  }
}
