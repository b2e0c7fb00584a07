package org.dyadic.train.method;

/**
 * The Kullback-Leibler divergence of N(theta, s^2) from the log-uniform prior p(|w|) ~ 1 / |w|, up
 * to a constant that makes it 0 for s to infinity. It depends on x = log alpha = log(s^2 / theta^2)
 * only and is approximated by
 *
 * <pre>K(x) = k1 - k1 S(k2 + k3 x) + log(1 + e^-x) / 2</pre>
 *
 * <p>with the sigmoid S, k1 = 0.63576, k2 = 1.87320, k3 = 1.48695 (D. Molchanov, A. Ashukha, D.
 * Vetrov, arXiv 1701.05369, equation 14).
 */
final class LogUniformKl {
  private static final double K1 = 0.63576;
  private static final double K2 = 1.87320;
  private static final double K3 = 1.48695;

  private LogUniformKl() {}

  /** K(log alpha). */
  static double value(double logAlpha) {
    return K1 - K1 * sigmoid(K2 + K3 * logAlpha) + softplus(-logAlpha) / 2;
  }

  /** dK / d log alpha: negative everywhere. */
  static double derivative(double logAlpha) {
    double s = sigmoid(K2 + K3 * logAlpha);
    return -K1 * K3 * s * (1 - s) - sigmoid(-logAlpha) / 2;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** log(1 + e^x) without overflow. */
  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }
}
