package dev.hone.refinement;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with places to fill, <code>{{name}}</code>. What is filled in is never read as a template
 * itself, so a model's or a person's text can hold anything.
 */
public final class Template {

  private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

  /** What stands before each place, and after the last one. */
  private final List<String> between = new ArrayList<>();

  private final List<String> places = new ArrayList<>();

  public Template(String text) {
    Matcher place = PLACE.matcher(text);
    int from = 0;
    while (place.find()) {
      between.add(text.substring(from, place.start()));
      places.add(place.group(1));
      from = place.end();
    }
    between.add(text.substring(from));
  }

  /** Reads a template from the class path, for example {@code /prompts/refine.md}. */
  public static Template resource(String path) {
    try (InputStream in = Template.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalArgumentException("no such resource: " + path);
      }
      return new Template(new String(in.readAllBytes(), StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of what is to be filled in, in their order. */
  public List<String> places() {
    return Collections.unmodifiableList(places);
  }

  /**
   * @throws IllegalArgumentException if a place has no value
   */
  public String fill(Map<String, String> values) {
    List<String> filled = new ArrayList<>(2 * places.size() + 1);
    filled.add(between.get(0));
    for (int i = 0; i < places.size(); i++) {
      String value = values.get(places.get(i));
      if (value == null) {
        throw new IllegalArgumentException("nothing to fill in for {{" + places.get(i) + "}}");
      }
      filled.add(value);
      filled.add(between.get(i + 1));
    }
    return String.join("", filled); // which makes it once, at its size
  }
}
