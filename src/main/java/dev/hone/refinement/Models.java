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
   */
  record Description(String name, boolean demo, List<String> examples) {}

  /** Their names, {@value #DEFAULT} first. */
  List<String> names();

  /** More about each, in the same order. */
  default List<Description> describe() {
    return names().stream().map(name -> new Description(name, false, List.of())).toList();
  }

  /**
   * The model of a name.
   *
   * @throws IllegalArgumentException if there is none; the message says which there are
   */
  LanguageModel named(String name);
}
