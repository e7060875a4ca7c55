package dev.hone.demo;

import dev.hone.demo.Conversation.Round;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a first draft that leaves something to ask for, and then what the feedback asks for: half
 * of it in each of the first rounds, so that the way to a good answer can be seen, and all of it
 * from the third. What a person asks for it does at once.
 */
final class Writer {

  private static final int LAST_PARTIAL_ROUND = 2;

  private final Examples examples;
  private final Composer composer;

  Writer(Examples examples, Composer composer) {
    this.examples = examples;
    this.composer = composer;
  }

  Answer answer(Conversation conversation) {
    Optional<Example> example = examples.answering(conversation.question());
    Topic topic = Topic.of(conversation.question());
    Set<Feature> wanted = wanted(conversation);
    String text =
        example
            .map(known -> withWanted(known.draft(conversation.round()), wanted, topic))
            .orElseGet(() -> composed(conversation, wanted, topic));
    String styled = Restyling.apply(styles(conversation), text);
    return new Answer(
        example.map(Example::thinking).orElse(""), styled + notes(conversation.newestWishes()));
  }

  /** Hand-written drafts have most of it; what they lack comes from the composer. */
  private String withWanted(String draft, Set<Feature> wanted, Topic topic) {
    EnumSet<Feature> lacking = EnumSet.copyOf(Feature.missingIn(draft));
    lacking.retainAll(wanted);
    return composer.extend(draft, lacking, topic);
  }

  private String composed(Conversation conversation, Set<Feature> wanted, Topic topic) {
    EnumSet<Feature> features = Feature.none();
    features.addAll(Feature.in(conversation.newest()));
    features.addAll(wanted);
    return composer.compose(topic, features, conversation.round());
  }

  private static Set<Feature> wanted(Conversation conversation) {
    EnumSet<Feature> wanted = Feature.none();
    conversation.wishes().forEach(wish -> wanted.addAll(Feature.askedForIn(wish)));
    if (conversation.newest().isEmpty()) {
      return wanted;
    }
    Set<Feature> missing = Feature.missingIn(conversation.newest());
    EnumSet<Feature> named = EnumSet.copyOf(missing);
    named.retainAll(Feature.askedForIn(conversation.feedback()));
    Set<Feature> choice = named.isEmpty() ? missing : named;
    choice.stream()
        .limit(named.isEmpty() ? 1 : share(named.size(), conversation.round()))
        .forEach(wanted::add);
    return wanted;
  }

  private static int share(int named, int round) {
    return round > LAST_PARTIAL_ROUND ? named : (named + 1) / 2;
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
