package dev.hone.reward.judge;

import dev.hone.refinement.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A judge's prompt as a person wrote it: a text with places, in sections that may be left out. */
final class PromptFile {

  private static final Pattern BEFORE_HEADING = Pattern.compile("(?m)^(?=# )");

  private final List<Template> sections;

  private PromptFile(String text) {
    this.sections = BEFORE_HEADING.splitAsStream(text).map(Template::new).toList();
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
    List<String> filled = new ArrayList<>(sections.size());
    for (Template section : sections) {
      if (!hasEmptyPlace(section, values)) {
        filled.add(section.fill(values));
      }
    }
    return String.join("", filled);
  }

  private static boolean hasEmptyPlace(Template section, Map<String, String> values) {
    for (String place : section.places()) {
      if ("".equals(values.get(place))) {
        return true;
      }
    }
    return false;
  }
}
