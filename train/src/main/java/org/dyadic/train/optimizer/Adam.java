package org.dyadic.train.optimizer;

/**
 * Adam (Kingma and Ba, arXiv 1412.6980), as PyTorch computes it: with g' = g + decay * w, {@code m
 * = b1 m + (1 - b1) g'}, {@code v = b2 v + (1 - b2) g'^2}, {@code w -= rate / (1 - b1^t) * m /
 * (sqrt(v / (1 - b2^t)) + epsilon)}, t counted from 1, b2 = 0.999, epsilon = 1e-8.
 */
public final class Adam implements Optimizer {
  private static final double BETA_2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final double beta1;

  /** The usual Adam: beta_1 = 0.9. */
  public Adam() {
    this(0.9);
  }

  /**
   * Adam.
   *
   * @param beta1 in 0 .. 1, exclusive of 1
   */
  public Adam(double beta1) {
    if (!(beta1 >= 0 && beta1 < 1)) {
      throw new IllegalArgumentException(
          "momentum (=%s), Adam's beta_1, must lie in 0 .. 1, exclusive of 1".formatted(beta1));
    }
    this.beta1 = beta1;
  }

  @Override
  public void step(
      float[] w,
      float[] gradient,
      float[][] moments,
      int from,
      int to,
      long number,
      double rate,
      double decay) {
    float[] m = moments[0];
    float[] v = moments[1];
    double count = number + 1.0;
    float keep1 = (float) beta1;
    float keep2 = (float) BETA_2;
    float lambda = (float) decay;
    float eta = (float) (rate / (1 - Math.pow(beta1, count)));
    float root = (float) (1 / Math.sqrt(1 - Math.pow(BETA_2, count)));
    for (int i = from; i < to; i++) {
      float g = gradient[i] + lambda * w[i];
      m[i] = keep1 * m[i] + (1 - keep1) * g;
      v[i] = keep2 * v[i] + (1 - keep2) * g * g;
      w[i] -= eta * m[i] / ((float) Math.sqrt(v[i]) * root + (float) EPSILON);
    }
  }
}
