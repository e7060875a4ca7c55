package dev.hone.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hone.model.ScriptedAnswer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The dashboard asks for what there is. */
@QuarkusTest
@WithTestResource(ModelServer.class)
class DashboardTest {

  private static final Pattern BY = Pattern.compile("\\bby \\(([^)]*)\\)");

  /** What stands in an expression that is no metric: labels' values, ranges, functions. */
  private static final Pattern OTHER =
      Pattern.compile("\\{[^}]*}|\\[[^]]*]|\\bby \\([^)]*\\)|\\b\\w+ *\\(|\\bsum\\b|[0-9.]+");

  private static final Pattern MATCHED = Pattern.compile("([a-z_]+)(?:=~|!=|=)\"");

  /** Given to each sample by Prometheus itself. */
  private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");

  private final JsonNode dashboard;

  DashboardTest() throws IOException {
    dashboard = new ObjectMapper().readTree(Path.of("k8s/base/dashboard.json").toFile());
  }

  @Test
  void everyMetricAndEveryLabelThatItNamesIsThere() {
    ModelServer.fresh()
        .enqueue(ScriptedAnswer.of("It scatters."), ModelServer.verdict("fine", "none"));
    Api.finished(Api.ask(", \"max_iterations\": 0"));
    Figures figures = Figures.now();

    assertTrue(expressions().size() > 30);
    for (String expression : expressions()) {
      Set<String> metrics = metrics(expression);
      assertEquals(1, metrics.size(), expression);
      String metric = metrics.iterator().next();
      assertTrue(figures.names().contains(metric), metric + " in " + expression);
      Set<String> labels = new TreeSet<>(labels(expression));
      labels.removeAll(OF_PROMETHEUS);
      labels.removeAll(figures.labels(metric));
      assertEquals(Set.of(), labels, expression);
    }
  }

  @Test
  void everyFigureOfHonesOwnHasAPlace() {
    Set<String> shown =
        expressions().stream()
            .flatMap(expression -> metrics(expression).stream())
            .map(DashboardTest::family)
            .collect(Collectors.toSet());
    Set<String> own =
        Figures.now().names().stream()
            .filter(name -> name.startsWith("hone_") || name.startsWith("gen_ai_"))
            .map(DashboardTest::family)
            .collect(Collectors.toCollection(TreeSet::new));

    own.removeAll(shown);

    assertEquals(Set.of(), own);
  }

  @Test
  void canBeImportedAnywhere() {
    assertEquals("hone", dashboard.path("uid").asText());
    assertEquals("datasource", dashboard.at("/templating/list/0/type").asText());
    assertEquals("datasource", dashboard.at("/templating/list/0/name").asText());
    assertEquals(
        Set.of("${datasource}"), Set.copyOf(dashboard.path("panels").findValuesAsText("uid")));
    List<Integer> ids = panels().map(panel -> panel.path("id").asInt()).toList();
    assertEquals(ids.size(), Set.copyOf(ids).size());
    panels().forEach(panel -> assertFalse(panel.path("title").asText().isBlank()));
  }

  private Stream<JsonNode> panels() {
    return StreamSupport.stream(dashboard.path("panels").spliterator(), false);
  }

  private List<String> expressions() {
    return dashboard.path("panels").findValuesAsText("expr");
  }

  private static Set<String> metrics(String expression) {
    return Arrays.stream(OTHER.matcher(expression).replaceAll(" ").split("[^a-z_]+"))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> labels(String expression) {
    Stream<String> by =
        BY.matcher(expression).results().flatMap(found -> Stream.of(found.group(1).split(", *")));
    Matcher matched = MATCHED.matcher(expression);
    return Stream.concat(by, matched.results().map(found -> found.group(1)))
        .collect(Collectors.toSet());
  }

  private static String family(String sample) {
    return sample.replaceAll("_(bucket|count|sum|max)$", "");
  }
}
