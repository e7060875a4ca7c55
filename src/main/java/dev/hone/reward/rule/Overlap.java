package dev.hone.reward.rule;

/** How much of an answer is in the reference, and the other way round. */
record Overlap(double precision, double recall) {

  /** Two that are empty are the same; one that is empty has nothing of the other. */
  static Overlap of(int shared, int answer, int reference) {
    if (answer == 0 || reference == 0) {
      double score = answer == reference ? 1 : 0;
      return new Overlap(score, score);
    }
    return new Overlap((double) shared / answer, (double) shared / reference);
  }

  double f1() {
    double sum = precision + recall;
    return sum > 0 ? 2 * precision * recall / sum : 0;
  }
}
