package dev.hone.refinement;

import java.util.List;

/** The models that this server is configured with. */
public interface Models {

  String DEFAULT = "default";

  /** Their names, {@value #DEFAULT} first. */
  List<String> names();

  /**
   * The model of a name.
   *
   * @throws IllegalArgumentException if there is none; the message says which there are
   */
  LanguageModel named(String name);
}
