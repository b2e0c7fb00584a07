package org.dyadic.train;

import org.dyadic.quant.FixedPoint;

/**
 * The choices that SGM leaves open.
 *
 * @param bits bits of a weight, 2 .. 8
 * @param update how the regularizer acts
 * @param clip where latent weights are clipped
 * @param lambdaStart lambda of the first epoch, positive
 * @param lambdaEnd lambda of the last epoch; null to adapt it to the largest layer
 */
public record SgmSettings(
    int bits, Update update, Clip clip, double lambdaStart, Double lambdaEnd) {

  /** How the regularizer acts on a weight. */
  public enum Update {
    /** Its gradient is added to the task's, as in the paper. */
    EXPLICIT,
    /**
     * w = (w + c Q(w)) / (1 + c) after the task's step: no stability limit, the same fixed points.
     */
    PROXIMAL
  }

  /** Where latent weights are clipped after every step. */
  public enum Clip {
    /** At the outermost mode. */
    MODE,
    /** Half a step beyond the outermost mode. */
    HALF_STEP,
    /** Nowhere. */
    NONE
  }

  /** Checks the ranges. */
  public SgmSettings {
    FixedPoint.top(bits);
    if (!(lambdaStart > 0) || !Double.isFinite(lambdaStart)) {
      throw new IllegalArgumentException("lambda (=%s) must be positive".formatted(lambdaStart));
    }
    if (lambdaEnd != null && (!(lambdaEnd > 0) || !Double.isFinite(lambdaEnd))) {
      throw new IllegalArgumentException("lambda-end (=%s) must be positive".formatted(lambdaEnd));
    }
  }
}
