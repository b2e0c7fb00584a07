package org.dyadic.report;

import java.util.Optional;
import org.dyadic.model.Shape;
import org.dyadic.quant.AccumulatorProof;
import org.dyadic.quant.Codes;

/**
 * One layer of a packed network.
 *
 * @param path its place in the tree of layers, such as {@code 3.body.0}
 * @param kind what it is, such as {@code conv 5x5}
 * @param name its name; empty if it has none
 * @param in the shape of its input
 * @param out the shape of its output
 * @param weights its codes; empty for a layer without weights
 * @param proof why it cannot overflow; empty for a layer that sums nothing that needs a proof
 * @param multiplyAdds multiplications of a weight and an activation for one image
 * @param codeBytes bytes of the file that hold its codes
 * @param otherBytes other bytes of the file that belong to it: its record, multipliers, biases
 */
public record LayerReport(
    String path,
    String kind,
    String name,
    Shape in,
    Shape out,
    Optional<Codes> weights,
    Optional<AccumulatorProof> proof,
    long multiplyAdds,
    long codeBytes,
    long otherBytes) {

  /** The number of weights. */
  public long weightCount() {
    return weights.map(Codes::size).orElse(0);
  }

  /** The share of weights that are zero, 0 .. 1; 0 for a layer without weights. */
  public double sparsity() {
    return weights.filter(codes -> codes.size() > 0).map(LayerReport::zeroShare).orElse(0.0);
  }

  private static double zeroShare(Codes codes) {
    return (double) codes.zeros() / codes.size();
  }
}
