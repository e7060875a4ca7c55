package dev.hone.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A resource in sections: a line {@code --- name} opens one, the rest up to the next is its text.
 * Names may come more than once.
 */
record Script(String path, List<Section> sections) {

  private static final String OPENING = "--- ";

  /** Markdown keeps the lines of a verse only with two blanks at their end, which editors cut. */
  private static final Pattern VERSE_LINE = Pattern.compile("(?m)^(> .*)$(?=\\n> )");

  record Section(String name, String text) {}

  /**
   * @throws IllegalArgumentException if there is no such resource
   */
  static Script load(String path) {
    try (InputStream in = Script.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalArgumentException("no such resource: " + path);
      }
      return parse(path, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Script parse(String path, String text) {
    List<Section> sections = new ArrayList<>();
    String name = null;
    StringBuilder body = new StringBuilder();
    for (String line : (text.stripTrailing() + "\n" + OPENING).split("\n")) {
      if (line.startsWith(OPENING)) {
        if (name != null) {
          sections.add(
              new Section(name, VERSE_LINE.matcher(body.toString().strip()).replaceAll("$1  ")));
        }
        name = line.substring(OPENING.length()).strip();
        body.setLength(0);
      } else {
        body.append(line).append('\n');
      }
    }
    return new Script(path, List.copyOf(sections));
  }

  List<String> all(String name) {
    return sections.stream()
        .filter(section -> section.name().equals(name))
        .map(Section::text)
        .toList();
  }

  /** The first section of that name; empty text if there is none. */
  String text(String name) {
    return sections.stream()
        .filter(section -> section.name().equals(name))
        .map(Section::text)
        .findFirst()
        .orElse("");
  }
}
