package org.dyadic.quant;

/**
 * What is known of an activation tensor before its step is chosen.
 *
 * @param signed whether no ReLU came last
 * @param bits of one value
 */
public record Activation(boolean signed, int bits) {

  /** The grid with the step 2^-exponent. */
  public Grid grid(int exponent) {
    return signed ? Grid.signed(bits, exponent) : Grid.unsigned(bits, exponent);
  }
}
