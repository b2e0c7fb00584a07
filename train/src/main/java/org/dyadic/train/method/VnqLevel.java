package org.dyadic.train.method;

/**
 * What one level c other than 0 adds to the divergence of {@link Vnq} for a weight with mean theta
 * and variance s^2: {@code O K(d^2 / s^2) - O K(theta^2 / s^2)} with d = theta - c, the window
 * {@code O = exp(-d^2 / (2 tau^2))}, and tau in proportion to |c|. An instance meets one weight
 * after the other.
 */
final class VnqLevel {
  /** K as a function of r = d^2 / s^2 = 1 / alpha. */
  static final Tabulated KL = new Tabulated(r -> LogUniformKl.value(-Math.log(r)), -40, 40);

  /** dK / dr. */
  static final Tabulated KL_SLOPE =
      new Tabulated(r -> -LogUniformKl.derivative(-Math.log(r)) / r, -40, 40);

  /** Where the tables end. */
  static final float MOST = 0x1p40f;

  /** exp(-u / 2) over u = d^2 / tau^2. */
  private static final Tabulated WINDOW = new Tabulated(u -> Math.exp(-u / 2), -24, 8);

  /** tau in levels: 0.075 for 0.2, as the authors have it. */
  private static final double TAU = 0.075 / 0.2;

  private float level;
  private float inverseTauSquare;
  private double logGradient;
  private float window;
  private float stiffness;
  private float pull;
  private float spread;

  /** Moves the level to c and forgets the weights. */
  void place(float c) {
    level = c;
    inverseTauSquare = (float) (1 / (TAU * TAU * c * c));
    logGradient = 0;
  }

  /**
   * Takes the next weight.
   *
   * @param theta its mean
   * @param inverse 1 / s^2
   * @param zero K(theta^2 / s^2)
   */
  void meet(float theta, float inverse, float zero) {
    float d = theta - level;
    float r = Math.min(d * d * inverse, MOST);
    window = WINDOW.at(d * d * inverseTauSquare);
    float slope = window * KL_SLOPE.at(r);
    stiffness = 2 * inverse * slope;
    float mix = window * inverseTauSquare * d * (KL.at(r) - zero);
    pull = stiffness * d - mix;
    spread = slope * r;
    logGradient += mix * theta - stiffness * d * level;
  }

  /** O of the weight. */
  float window() {
    return window;
  }

  /** The part of the derivative by theta that grows with d, per d: not negative. */
  float stiffness() {
    return stiffness;
  }

  /** The derivative of {@code O K(d^2 / s^2)} and of O in {@code -O K(theta^2 / s^2)} by theta. */
  float pull() {
    return pull;
  }

  /** Minus the derivative of {@code O K(d^2 / s^2)} by log s^2. */
  float spread() {
    return spread;
  }

  /** The derivative by log |c|, summed over the weights. */
  double logGradient() {
    return logGradient;
  }
}
