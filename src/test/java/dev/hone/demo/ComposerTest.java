package dev.hone.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the scripts say must be found again by the judge. */
class ComposerTest {

  private final Composer composer = Composer.load();

  @ParameterizedTest
  @EnumSource(Topic.Kind.class)
  void theFirstDraftLeavesSomethingToAskFor(Topic.Kind kind) {
    Set<Feature> features =
        Feature.in(composer.compose(new Topic(kind, "it"), EnumSet.of(Feature.CORE), 0));

    features.remove(Feature.STRUCTURE);
    assertEquals(EnumSet.of(Feature.CORE), features);
  }

  @ParameterizedTest
  @EnumSource(Topic.Kind.class)
  void whatIsAskedForIsFoundInTheText(Topic.Kind kind) {
    String text = composer.compose(new Topic(kind, "it"), Feature.all(), 2);

    assertEquals(Feature.all(), Feature.in(text));
    assertFalse(text.contains("{"), text);
  }

  @ParameterizedTest
  @EnumSource(Feature.class)
  void everyRequestOfTheJudgeIsUnderstoodByTheWriter(Feature feature) {
    assertTrue(feature.isAskedFor(feature.request()));
  }
}
