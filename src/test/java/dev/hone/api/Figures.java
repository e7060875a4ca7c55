package dev.hone.api;

import static io.restassured.RestAssured.given;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What {@code /q/metrics} says at one moment, read as Prometheus reads it. */
final class Figures {

  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*?),?})? (\\S+)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z0-9_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** By name and labels, such as {@code hone_tokens_total{kind="prompt",model="default"}}. */
  private final Map<String, Double> samples = new LinkedHashMap<>();

  private final String text;

  private Figures(String text) {
    this.text = text;
    text.lines().filter(line -> !line.startsWith("#") && !line.isBlank()).forEach(this::add);
  }

  static Figures now() {
    return new Figures(
        given()
            .header("Accept", "text/plain")
            .get("/q/metrics")
            .then()
            .statusCode(200)
            .extract()
            .asString());
  }

  /** A sample; 0 if there is none. Labels in the order of the alphabet, empty ones too. */
  double of(String sample) {
    return samples.getOrDefault(sample, 0.0);
  }

  /** Names of all samples. */
  Set<String> names() {
    return samples.keySet().stream()
        .map(sample -> sample.replaceAll("\\{.*", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** All values that a label has. */
  Set<String> values(String label) {
    return LABEL
        .matcher(String.join("\n", samples.keySet()))
        .results()
        .filter(found -> found.group(1).equals(label))
        .map(found -> found.group(2))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Names of all labels of the samples whose names begin so. */
  Set<String> labels(String prefix) {
    return samples.keySet().stream()
        .filter(sample -> sample.startsWith(prefix))
        .flatMap(sample -> LABEL.matcher(sample).results())
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  String text() {
    return text;
  }

  private void add(String line) {
    Matcher sample = SAMPLE.matcher(line);
    if (!sample.matches()) {
      throw new IllegalStateException("not a line of Prometheus' text format: " + line);
    }
    String labels = sample.group(2) == null ? "" : "{" + sample.group(2) + "}";
    samples.put(sample.group(1) + labels, Double.parseDouble(sample.group(3)));
  }
}
