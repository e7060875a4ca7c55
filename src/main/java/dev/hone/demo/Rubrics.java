package dev.hone.demo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the demo judge reads rubrics as: each stands for the feature that its words come nearest.
 */
final class Rubrics {

  /** Tried in this order for a rubric that none of the words fit. */
  private static final List<Feature> UNTOLD =
      List.of(
          Feature.EXAMPLE, Feature.CAVEAT, Feature.STRUCTURE, Feature.QUESTION, Feature.SUMMARY);

  private Rubrics() {}

  /** The features in the order of the rubrics; different ones as far as the words allow. */
  static List<Feature> features(List<String> rubrics) {
    List<Feature> features = new ArrayList<>();
    Set<Feature> used = new HashSet<>();
    for (String rubric : rubrics) {
      Feature feature = feature(rubric, used);
      used.add(feature);
      features.add(feature);
    }
    if (!features.isEmpty() && used.equals(Set.of(Feature.CORE))) {
      // A first draft would pass at once, and the demo would show no refinement.
      features.set(features.size() - 1, Feature.EXAMPLE);
    }
    return features;
  }

  private static Feature feature(String rubric, Set<Feature> used) {
    List<Feature> meant =
        Feature.all().stream()
            .filter(feature -> feature.placeIn(rubric) >= 0)
            .sorted(Comparator.comparingInt(feature -> feature.placeIn(rubric)))
            .toList();
    List<Feature> choice = meant.isEmpty() ? UNTOLD : meant;
    return choice.stream()
        .filter(feature -> !used.contains(feature))
        .findFirst()
        .orElse(choice.get(0));
  }
}
