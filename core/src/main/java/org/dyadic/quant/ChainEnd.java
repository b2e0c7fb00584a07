package org.dyadic.quant;

import java.util.ArrayList;
import java.util.List;

/** What becomes of the last layer of a chain that is folded. */
sealed interface ChainEnd {

  /** The end of the network: biases join the accumulators, the logits. */
  record Logits() implements ChainEnd {}

  /**
   * The end of a branch of a residual block: accumulators stay.
   *
   * @param affine receives the scale and offset that still apply to them, if they do
   */
  record Branch(List<Affine> affine) implements ChainEnd {
    Branch() {
      this(new ArrayList<>());
    }

    /** What applies to the integers at the end: y = x where the branch ends in values. */
    Affine scale(int channels) {
      return affine.isEmpty() ? Affine.identity(channels) : affine.getFirst();
    }
  }

  /**
   * The end of a dense layer's body.
   *
   * @param grid what the output is rounded to
   */
  record Concatenation(Grid grid) implements ChainEnd {}
}
