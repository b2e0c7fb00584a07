package org.dyadic.quant;

/** How batch norm was folded into the requantization; a property of a packed model. */
public enum Fold {
  /** A multiplier per channel: one multiplication per output, none per weight. */
  EXACT,
  /**
   * Every multiplier is 0, plus or minus a power of two, or the sum or difference of two: no
   * multiplication at all. Only the division of an average pool by what is no power of two takes
   * more shifts and additions.
   */
  SHIFT;

  /** How many digits of a multiplier may be other than 0 under {@link #SHIFT}. */
  public static final int DIGITS = 2;

  /** Where the distances to both neighbours, 1 and 2, are the same. */
  private static final double MIDDLE = 1.5;

  /**
   * The scale that a batch norm's scale becomes: itself, or the nearest of 0, plus or minus powers
   * of two that are normal numbers, and their sums and differences. It moves by a tenth at most.
   * What is not finite stays.
   */
  public double scale(double scale) {
    double magnitude = Math.abs(scale);
    if (this == EXACT || !Double.isFinite(scale)) {
      return scale;
    }
    if (magnitude < Double.MIN_NORMAL) {
      return 0;
    }
    double power = power(magnitude);
    double near = power + power(magnitude - power);
    double other = magnitude > power ? 2 * power : power / 2;
    double far = other + power(magnitude - other);
    boolean closer = Math.abs(near - magnitude) <= Math.abs(far - magnitude);
    return Math.copySign(closer ? near : far, scale);
  }

  /** The power of two nearest to a number, with its sign; the larger one of a tie; 0 for 0. */
  private static double power(double value) {
    if (value == 0) {
      return 0;
    }
    double magnitude = Math.abs(value);
    double below = Math.scalb(1.0, Math.getExponent(magnitude));
    return Math.copySign(magnitude >= MIDDLE * below ? 2 * below : below, value);
  }
}
