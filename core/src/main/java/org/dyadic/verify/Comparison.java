package org.dyadic.verify;

/**
 * How far an executor agreed with the integer executor.
 *
 * @param name of the executor
 * @param agreement what was asked for
 * @param images how many were run
 * @param differ how many of them have another logit, or another class where classes are compared
 * @param maxLogitDifference the largest difference of two logits in units of the logit grid
 */
public record Comparison(
    String name, Agreement agreement, int images, int differ, long maxLogitDifference) {

  /** Whether the executor agrees as far as it has to. */
  public boolean passes() {
    return agreement == Agreement.CLASSES || differ == 0;
  }
}
