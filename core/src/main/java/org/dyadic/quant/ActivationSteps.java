package org.dyadic.quant;

import java.util.Map;
import org.dyadic.model.Network;

/**
 * What activations are rounded to.
 *
 * @param bits of an activation, 2 to 8; concatenations and cell states keep 16
 * @param exponents by name of {@link Quantizer#activations}, f of the step 2^-f
 */
public record ActivationSteps(int bits, Map<String, Integer> exponents) {
  /** The bits of an activation unless others are chosen. */
  public static final int BITS = 8;

  private static final int FEWEST_BITS = 2;

  /** Copies the map and checks the bits. */
  public ActivationSteps {
    Rules.check(
        bits >= FEWEST_BITS && bits <= BITS,
        "activations",
        "bits (=%d) must lie in %d .. %d",
        bits,
        FEWEST_BITS,
        BITS);
    exponents = Map.copyOf(exponents);
  }

  /**
   * What an executor rounds to in a network: by name of layer the grid of its output, and by {@code
   * NAME.cell} that of an LSTM's cell states. All dense layers of a run have its grid; their inputs
   * and what their bodies add are rounded to it.
   *
   * @throws IllegalArgumentException if a layer cannot be folded, or a step is missing
   */
  public Map<String, Grid> grids(Network network) {
    return new ActivationGrids(this).all(network);
  }

  /**
   * The exponent of a tensor.
   *
   * @throws IllegalArgumentException if there is none
   */
  int exponent(String name) {
    Integer exponent = exponents.get(name);
    if (exponent == null) {
      throw new IllegalArgumentException("no activation step for layer " + name);
    }
    return exponent;
  }
}
