package dev.hone.demo;

import java.util.List;
import java.util.Optional;

/** The questions with hand-written answers. */
record Examples(List<Example> all) {

  /** A class path can't be listed, so the files are named. */
  private static final List<String> FILES =
      List.of(
          "quantum-computing", "good-coffee", "sea-haiku", "best-customers", "blue-sky", "rome");

  static Examples load() {
    return new Examples(FILES.stream().map(file -> Example.load("/demo/" + file + ".md")).toList());
  }

  Optional<Example> answering(String question) {
    return all.stream().filter(example -> example.answers(question)).findFirst();
  }
}
