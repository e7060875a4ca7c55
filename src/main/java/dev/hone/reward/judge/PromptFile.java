package dev.hone.reward.judge;

import dev.hone.refinement.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A judge's prompt as a person wrote it: a text with places, in sections that may be left out. */
final class PromptFile {

  private static final Pattern BEFORE_HEADING = Pattern.compile("(?m)^(?=# )");

  private final String text;

  private PromptFile(String text) {
    this.text = text;
  }

  /** Reads, for example, {@code /prompts/judge-pointwise.md} from the class path. */
  static PromptFile resource(String path) {
    try (InputStream in = PromptFile.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalArgumentException("no such resource: " + path);
      }
      return new PromptFile(new String(in.readAllBytes(), StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fills the places; a section with a place whose value is empty is left out. */
  String fill(Map<String, String> values) {
    String wanted =
        Arrays.stream(BEFORE_HEADING.split(text))
            .filter(section -> values.entrySet().stream().noneMatch(v -> isEmptyIn(section, v)))
            .collect(Collectors.joining());
    return new Template(wanted).fill(values);
  }

  private static boolean isEmptyIn(String section, Map.Entry<String, String> value) {
    return value.getValue().isEmpty() && section.contains("{{" + value.getKey() + "}}");
  }
}
