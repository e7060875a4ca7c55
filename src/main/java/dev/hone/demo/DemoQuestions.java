package dev.hone.demo;

import java.util.List;

/** What to ask the demo model first. */
final class DemoQuestions {

  private static final List<String> QUESTIONS =
      Examples.load().all().stream().map(Example::question).toList();

  private DemoQuestions() {}

  /** Questions that it has hand-written drafts for; never empty, always the same. */
  static List<String> list() {
    return QUESTIONS;
  }
}
