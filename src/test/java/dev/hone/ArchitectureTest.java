package dev.hone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which package may use which. Arrows point from user to used; nothing points back. */
class ArchitectureTest {

  private static final JavaClasses HONE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.hone");

  @Test
  void theLoopKnowsNothingOfServers() {
    noClasses()
        .that()
        .resideInAPackage("..refinement..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.quarkus..",
            "io.vertx..",
            "jakarta..",
            "io.smallrye.config..",
            "org.eclipse..",
            "io.micrometer..",
            "io.prometheus..",
            "io.opentelemetry..")
        .because("the loop must run, be tested and be taken over without a server around it")
        .check(HONE);
  }

  @Test
  void theLoopUsesNoOtherPartOfHone() {
    uses("refinement")
        .because("all else is built on the loop, so that it can be read alone")
        .check(HONE);
  }

  @Test
  void rewardsUseOnlyTheLoop() {
    uses("reward", "refinement", "setting")
        .because("a reward is tried and extended without hosting or HTTP")
        .check(HONE);
  }

  @Test
  void modelsUseOnlyTheLoop() {
    uses("model", "refinement", "setting", "telemetry")
        .because("another provider's adapter is written against the port alone")
        .check(HONE);
  }

  @Test
  void hostingUsesOnlyTheLoop() {
    uses("run", "refinement", "setting", "telemetry")
        .because("hosting reaches models and rewards through the loop's ports")
        .check(HONE);
  }

  @Test
  void storesAreKnownOnlyWhereOneIsChosen() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.hone.run.local..", "dev.hone.run.redis..")
        .and()
        .doNotHaveSimpleName("RunLogs")
        .and()
        .doNotHaveSimpleName("RunLogConfig")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.hone.run.local..", "dev.hone.run.redis..")
        .because("runs are hosted alike wherever their events are kept")
        .check(HONE);
  }

  @Test
  void storesDoNotKnowOneAnother() {
    slices()
        .matching("dev.hone.run.(*)..")
        .should()
        .notDependOnEachOther()
        .because("each is an adapter of the same port")
        .check(HONE);
  }

  @Test
  void telemetryKnowsNoOtherPart() {
    uses("telemetry")
        .because(
            "whether there are traces is decided without looking at what is traced, or counted")
        .check(HONE);
  }

  @Test
  void settingsKnowNoOtherPart() {
    uses("setting")
        .because("what a time or a count may be doesn't depend on what it is for")
        .check(HONE);
  }

  @Test
  void theDemoIsAnIsland() {
    uses("demo", "model", "setting")
        .because("the demo model stands behind the real client like any provider")
        .check(HONE);
  }

  @Test
  void nothingUsesTheApi() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..api..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.hone.api..")
        .because("the wire can change without the rest")
        .check(HONE);
  }

  @Test
  void dialectsKnowOnlyTheLoopsEvents() {
    noClasses()
        .that()
        .resideInAPackage("dev.hone.api.dialect..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.hone.api", "dev.hone.api.openai..", "dev.hone.run..", "io.vertx..", "jakarta..")
        .because("they are pure functions of the events, to be read without a server")
        .check(HONE);
  }

  @Test
  void theApiDoesNotNeedOpenAis() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.hone.api", "dev.hone.api.dialect..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.hone.api.openai..")
        .because("chat completions are one more client of the same runs and streams")
        .check(HONE);
  }

  @Test
  void packagesHaveNoCycles() {
    slices()
        .matching("dev.hone.(*)..")
        .should()
        .beFreeOfCycles()
        .because("a cycle makes two packages one")
        .check(HONE);
  }

  private static com.tngtech.archunit.lang.syntax.elements.ClassesShouldConjunction uses(
      String part, String... parts) {
    String[] others =
        java.util.stream.Stream.of(
                "refinement", "reward", "model", "run", "api", "demo", "setting", "telemetry")
            .filter(other -> !other.equals(part) && !java.util.List.of(parts).contains(other))
            .map(other -> "dev.hone." + other + "..")
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage("dev.hone." + part + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others);
  }
}
