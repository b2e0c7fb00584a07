package org.dyadic.quant;

import java.util.List;

/**
 * Checks that the grids of a chain of layers follow from one another, and that nothing overflows.
 */
final class NetworkProof {
  private static final Range INT32 = new Range(Integer.MIN_VALUE, Integer.MAX_VALUE);

  private NetworkProof() {}

  /** Checks a network and returns the grid of its logits. */
  static Grid check(Grid input, List<IntegerLayer> layers) {
    Rules.check(
        isOpenEnd(layers.getLast()),
        "network",
        "the last layer must leave its accumulators or a signed grid, the logits");
    return check(input, layers, false);
  }

  /** Checks a chain and returns the grid at its end. */
  private static Grid check(Grid input, List<IntegerLayer> layers, boolean branch) {
    Grid grid = input;
    for (int i = 0; i < layers.size(); i++) {
      IntegerLayer layer = layers.get(i);
      switch (layer) {
        case IntegerLayer.Weighted weighted ->
            check(weighted, grid, branch && i == layers.size() - 1);
        case IntegerLayer.MaxPool pool -> keeps("max pool", grid, pool.output());
        case IntegerLayer.Subsample shortcut -> keeps("shortcut", grid, shortcut.output());
        case IntegerLayer.SumPool pool -> check(pool, grid);
        case IntegerLayer.Residual block -> check(block, grid);
        case RecurrentLayer recurrent -> RecurrentProof.check(recurrent, grid);
        case DenseLayer dense -> check(dense, grid);
        case ChannelAffine affine ->
            fitsInt32(AccumulatorProof.of(affine, grid).layer(), affine.output());
      }
      grid = layer.output();
    }
    return grid;
  }

  /**
   * Whether a layer may end a network or the body of a residual block: it leaves its accumulators,
   * or it rounds them to a grid that keeps their sign.
   */
  private static boolean isOpenEnd(IntegerLayer layer) {
    return layer instanceof IntegerLayer.Weighted weighted
        && (weighted.epilogue() instanceof Epilogue.Accumulate || weighted.output().min() < 0);
  }

  private static void check(IntegerLayer.Weighted layer, Grid input, boolean endsBranch) {
    Scales scales = layer.weights().scales();
    scales.check(layer.name(), layer.out().channels());
    Rules.check(
        scales.twoPlanes() == layer.epilogue() instanceof Epilogue.RequantizePlanes,
        layer.name(),
        "weights of %d planes, but an epilogue for %d",
        scales.planes(),
        3 - scales.planes());
    AccumulatorProof proof = AccumulatorProof.of(layer, input);
    fitsInt32(layer.name(), layer.output());
    if (layer.epilogue() instanceof Epilogue.Accumulate) {
      Rules.check(
          scales.isNone() || endsBranch,
          layer.name(),
          "accumulators of weights with scales may stay only at the end of a branch");
      check(layer, input, proof.result());
    }
  }

  /** The grid of accumulators that stay. */
  private static void check(IntegerLayer.Weighted layer, Grid input, Range sums) {
    Grid output = layer.output();
    Rules.check(
        output.range().contains(sums),
        layer.name(),
        "its sums lie in %d .. %d, its grid ends at %d and %d",
        sums.min(),
        sums.max(),
        output.min(),
        output.max());
    int exponent = input.exponent() + layer.weights().exponent();
    Rules.check(
        output.exponent() == exponent && output.divisor() == input.divisor(),
        layer.name(),
        "its sums have exponent %d and divisor %d, its grid says %d and %d",
        exponent,
        input.divisor(),
        output.exponent(),
        output.divisor());
  }

  private static void check(IntegerLayer.SumPool pool, Grid input) {
    Grid expected = input.summed(pool.size().area());
    Rules.check(
        pool.output().equals(expected),
        "average pool",
        "the grid must be %s, not %s",
        expected,
        pool.output());
    fitsInt32("average pool", expected);
  }

  private static void check(IntegerLayer.Residual block, Grid input) {
    check(input, block.body(), true);
    check(input, block.shortcut(), true);
    Rules.check(
        isOpenEnd(block.body().getLast()),
        "residual",
        "the body must end in a layer that leaves its accumulators or a signed grid");
    AccumulatorProof proof = AccumulatorProof.of(block, input);
    fitsInt32(proof.layer(), block.output());
  }

  /** Both parts of a concatenation have the grid of the input. */
  private static void check(DenseLayer dense, Grid input) {
    keeps("dense", input, check(input, dense.body(), false));
  }

  private static void keeps(String layer, Grid input, Grid output) {
    Rules.check(output.equals(input), layer, "the grid must stay %s, not %s", input, output);
  }

  private static void fitsInt32(String layer, Grid grid) {
    Rules.check(
        INT32.contains(grid.range()),
        layer,
        "activations of %d .. %d do not fit int32",
        grid.min(),
        grid.max());
  }
}
