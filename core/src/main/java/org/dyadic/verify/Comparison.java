package org.dyadic.verify;

/**
 * How far an executor agreed with the integer executor.
 *
 * @param name of the executor
 * @param agreement what was asked for
 * @param images how many were run
 * @param differ how many of them have another logit, or another class where classes are compared
 * @param maxLogitDifference the largest difference of two logits in units of the logit grid
 * @param wrong how many images the executor takes for another class than their label
 */
public record Comparison(
    String name, Agreement agreement, int images, int differ, long maxLogitDifference, int wrong) {

  /** Whether the executor agrees as far as it has to. */
  public boolean passes() {
    return agreement == Agreement.CLASSES || differ == 0;
  }

  /** The executor's own error on these images in percent, 0 .. 100. */
  public double errorPercent() {
    return 100.0 * wrong / images;
  }
}
