package org.dyadic.quant;

/** How batch norm was folded into the requantization; a property of a packed model. */
public enum Fold {
  /** A multiplier per channel: one multiplication per output, none per weight. */
  EXACT,
  /**
   * Every multiplier is 0 or plus or minus a power of two: no multiplication at all. Only the
   * division of an average pool by what is no power of two is left, by shifts and additions.
   */
  SHIFT;

  /** Where the distances to both neighbours, 1 and 2, are the same. */
  private static final double MIDDLE = 1.5;

  /**
   * The scale that a batch norm's scale becomes: itself, or the nearest of 0 and plus or minus the
   * powers of two that are normal numbers. The larger one wins a tie; what is not finite stays.
   */
  public double scale(double scale) {
    double magnitude = Math.abs(scale);
    if (this == EXACT || !Double.isFinite(scale)) {
      return scale;
    }
    if (magnitude < Double.MIN_NORMAL) {
      return 0;
    }
    double below = Math.scalb(1.0, Math.getExponent(magnitude));
    return Math.copySign(magnitude >= MIDDLE * below ? 2 * below : below, scale);
  }
}
