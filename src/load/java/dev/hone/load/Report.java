package dev.hone.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** The figures of a scenario, a column for each thing that was measured. */
final class Report {

  private final Map<String, Object> json = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> columns = new LinkedHashMap<>();
  private Map<String, Long> faults = Map.of();

  Report(Plan plan) {
    json.put("scenario", plan.scenario().label());
    json.put("at", Instant.now().toString());
    json.put("options", plan.numbers());
    json.put(
        "machine",
        Map.of(
            "cores", Runtime.getRuntime().availableProcessors(),
            "java", System.getProperty("java.vm.version"),
            "os", System.getProperty("os.name") + " " + System.getProperty("os.version")));
    System.out.printf("%n%s %s%n", plan.scenario().label(), plan.numbers());
  }

  void column(String name, Map<String, Object> figures) {
    columns.put(name, figures);
    System.out.println("measured: " + name);
  }

  /** A column of what two kinds differ by: of figures that both have, the median ratio. */
  void ratios(String name, List<Map<String, Object>> some, List<Map<String, Object>> others) {
    Map<String, Object> ratios = new LinkedHashMap<>();
    for (String figure :
        List.of(Measurement.PER_EVENT, Measurement.PER_DELIVERY, Measurement.LATENCY)) {
      double[] each =
          IntStream.range(0, some.size())
              .mapToDouble(
                  i -> (double) some.get(i).get(figure) / (double) others.get(i).get(figure))
              .sorted()
              .toArray();
      ratios.put(figure, Measurement.round(each[each.length / 2]));
    }
    column(name, ratios);
  }

  void faults(Map<String, Long> counts) {
    faults = counts;
  }

  boolean isSound() {
    return faults.isEmpty();
  }

  /** Prints all of it, and writes it to a file. */
  void write(Path file) throws IOException {
    json.put("measured", columns);
    json.put("faults", faults);
    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), json);
    print();
    System.out.println("\nlost, twice, failed: " + (faults.isEmpty() ? "none" : faults));
    System.out.println("written: " + file);
  }

  private void print() {
    Set<String> names = new LinkedHashSet<>();
    columns.values().forEach(figures -> names.addAll(figures.keySet()));
    StringBuilder table = new StringBuilder("\n%-38s".formatted(""));
    columns.keySet().forEach(column -> table.append(cell(column, column)));
    for (String name : names) {
      table.append("\n%-38s".formatted(name));
      columns.forEach((column, figures) -> table.append(cell(column, figures.get(name))));
    }
    System.out.println(table);
  }

  private static String cell(String column, Object figure) {
    return ("%" + Math.max(12, column.length() + 2) + "s").formatted(figure == null ? "" : figure);
  }
}
