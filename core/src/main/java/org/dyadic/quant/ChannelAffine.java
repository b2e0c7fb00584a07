package org.dyadic.quant;

import org.dyadic.model.Shape;

/**
 * A scale and an offset for each channel, rounded once: {@code q = sat((m[c] * x + b[c] + 2^(s-1))
 * >> s)}. A batch norm that has no convolution before it, with the ReLU after it, and the step from
 * one grid to another.
 *
 * @param name the batch norm's name in the float network; for a change of grids that of the layer
 *     whose output changes it
 * @param in the shape of input and output
 */
public record ChannelAffine(String name, Shape in, Epilogue.Requantize requantize)
    implements IntegerLayer {
  /** Checks the numbers of multipliers and biases. */
  public ChannelAffine {
    requantize.check(name, in.channels());
  }

  @Override
  public Shape out() {
    return in;
  }

  @Override
  public Grid output() {
    return requantize.output();
  }
}
