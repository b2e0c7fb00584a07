package org.dyadic.train.optimizer;

/**
 * Stochastic gradient descent with Nesterov momentum as torch.optim.SGD defines it:
 *
 * <pre>
 * g = gradient + decay * w
 * v = momentum * v + g
 * w = w - rate * (g + momentum * v)
 * </pre>
 *
 * <p>One pass over plain arrays; the JIT compiles it to vector instructions.
 */
public final class NesterovSgd implements Optimizer {
  private final float momentum;

  /** Momentum in 0 .. 1, 1 excluded. */
  public NesterovSgd(double momentum) {
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException(
          "momentum (=%s) must be at least 0 and below 1".formatted(momentum));
    }
    this.momentum = (float) momentum;
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
    float[] v = moments[0];
    float mu = momentum;
    float eta = (float) rate;
    float lambda = (float) decay;
    for (int i = from; i < to; i++) {
      float g = gradient[i] + lambda * w[i];
      float velocity = mu * v[i] + g;
      v[i] = velocity;
      w[i] -= eta * (g + mu * velocity);
    }
  }
}
