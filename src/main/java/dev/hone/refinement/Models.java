package dev.hone.refinement;

import java.util.List;

/** The models that this server is configured with. */
public interface Models {

  String DEFAULT = "default";

  /**
   * What a client may know of a model.
   *
   * @param demo whether the scripted demo model answers for it, because no real one is configured
   * @param examples questions to try it with; often empty
   * @param price what it costs; {@code null} where nobody has said
   */
  record Description(String name, boolean demo, List<String> examples, Price price) {}

  /**
   * What a model costs, by the million tokens.
   *
   * @param cached of prompt tokens that the provider served from its cache; {@code null}: as others
   * @param currency its ISO 4217 code, such as {@code USD}
   */
  record Price(double prompt, double completion, Double cached, String currency) {}

  /** Their names, {@value #DEFAULT} first. */
  List<String> names();

  /** More about each, in the same order. */
  default List<Description> describe() {
    return names().stream().map(name -> new Description(name, false, List.of(), null)).toList();
  }

  /**
   * The model of a name.
   *
   * @throws IllegalArgumentException if there is none; the message says which there are
   */
  LanguageModel named(String name);
}
