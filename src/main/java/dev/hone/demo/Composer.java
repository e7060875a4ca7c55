package dev.hone.demo;

import dev.hone.demo.Topic.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Writes about any topic, from scripts with a section for each feature. */
final class Composer {

  private static final int FIRST_POLISHED_ROUND = 3;
  private static final List<Feature> AFTER_THE_CORE =
      List.of(Feature.STRUCTURE, Feature.EXAMPLE, Feature.CAVEAT, Feature.QUESTION);

  private final Map<Kind, Script> scripts;
  private final Script common;

  private Composer(Map<Kind, Script> scripts, Script common) {
    this.scripts = scripts;
    this.common = common;
  }

  static Composer load() {
    Map<Kind, Script> scripts = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      scripts.put(kind, Script.load("/demo/composer/" + kind.file() + ".md"));
    }
    return new Composer(scripts, Script.load("/demo/composer/common.md"));
  }

  /**
   * @param round 0 for the first draft, which says less and says who speaks
   */
  String compose(Topic topic, Set<Feature> features, int round) {
    List<String> blocks = new ArrayList<>();
    boolean summary = features.contains(Feature.SUMMARY);
    if (summary) {
      blocks.add(section(topic, "summary"));
    }
    blocks.add(core(topic, round, summary));
    AFTER_THE_CORE.stream()
        .filter(features::contains)
        .forEach(feature -> blocks.add(section(topic, name(feature))));
    if (round == 0) {
      blocks.add(common.text("note"));
    }
    String text = String.join("\n\n", blocks);
    boolean said = round >= FIRST_POLISHED_ROUND && features.containsAll(Feature.all());
    return said ? varied(text, round) : text;
  }

  /** The text once more where there is nothing to add, with another last sentence each time. */
  String varied(String text, int round) {
    List<String> codas = common.all("coda");
    return text + "\n\n" + codas.get(round % codas.size());
  }

  /** The text with what it lacks. */
  String extend(String text, Set<Feature> lacking, Topic topic) {
    List<String> blocks = new ArrayList<>();
    if (lacking.contains(Feature.SUMMARY)) {
      blocks.add(section(topic, "summary"));
    }
    blocks.add(text);
    AFTER_THE_CORE.stream()
        .filter(lacking::contains)
        .forEach(feature -> blocks.add(section(topic, name(feature))));
    return String.join("\n\n", blocks);
  }

  private String core(Topic topic, int round, boolean afterASummary) {
    if (round == 0) {
      return section(topic, "draft");
    }
    String rest = afterASummary ? section(topic, "core after a summary") : "";
    return rest.isEmpty() ? section(topic, "core") : rest;
  }

  private String section(Topic topic, String name) {
    return scripts
        .get(topic.kind())
        .text(name)
        .replace("{topic}", topic.text())
        .replace("{Topic}", topic.capitalised());
  }

  private static String name(Feature feature) {
    return feature.name().toLowerCase(Locale.ROOT);
  }
}
