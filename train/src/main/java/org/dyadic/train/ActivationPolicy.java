package org.dyadic.train;

/**
 * What becomes of activations in training.
 *
 * @param bits of an activation from the method's phase on; null for 8 bits whose steps are chosen
 *     after training
 * @param prior lambda of the loss {@code lambda / 2 * sum over tensors of the mean of (a - Q(a))^2}
 *     that pulls activations to the values of their grids; 0 for none
 */
public record ActivationPolicy(Integer bits, double prior) {
  /** Chosen after training, 8 bits. */
  public static final ActivationPolicy AFTER_TRAINING = new ActivationPolicy(null, 0);

  private static final int FEWEST_BITS = 2;
  private static final int MOST_BITS = 8;

  /** Checks the ranges; messages name the command line's options. */
  public ActivationPolicy {
    if (bits != null && (bits < FEWEST_BITS || bits > MOST_BITS)) {
      throw new IllegalArgumentException("--activation-bits %d must lie in 2 .. 8".formatted(bits));
    }
    if (!(prior >= 0) || Double.isInfinite(prior)) {
      throw new IllegalArgumentException(
          "--activation-prior %s must be at least 0".formatted(prior));
    }
    if (prior > 0 && bits == null) {
      throw new IllegalArgumentException(
          "--activation-prior %s needs --activation-bits, the values to pull to".formatted(prior));
    }
  }

  /** Whether forward passes of the method's phase round activations. */
  public boolean trained() {
    return bits != null;
  }

  /** The bits in the packed model. */
  public int packedBits() {
    return bits == null ? MOST_BITS : bits;
  }
}
