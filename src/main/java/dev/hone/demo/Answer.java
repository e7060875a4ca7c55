package dev.hone.demo;

/**
 * What the model says.
 *
 * @param thinking what it thinks first, as reasoning models do; may be empty
 */
record Answer(String thinking, String content) {

  static Answer of(String content) {
    return new Answer("", content);
  }
}
