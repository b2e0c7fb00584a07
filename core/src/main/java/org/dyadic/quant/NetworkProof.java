package org.dyadic.quant;

import java.util.List;

/**
 * Checks that the grids of a chain of layers follow from one another, and that nothing overflows.
 */
final class NetworkProof {
  private static final Range INT32 = new Range(Integer.MIN_VALUE, Integer.MAX_VALUE);

  private NetworkProof() {}

  /** Checks a chain and returns the grid at its end. */
  static Grid check(Grid input, List<IntegerLayer> layers) {
    Grid grid = input;
    for (IntegerLayer layer : layers) {
      switch (layer) {
        case IntegerLayer.Weighted weighted -> check(weighted, grid);
        case IntegerLayer.MaxPool pool -> keeps("max pool", grid, pool.output());
        case IntegerLayer.Subsample shortcut -> keeps("shortcut", grid, shortcut.output());
        case IntegerLayer.SumPool pool -> check(pool, grid);
        case IntegerLayer.Residual block -> check(block, grid);
        case IntegerLayer.Dense dense -> check(dense, grid);
        case IntegerLayer.ChannelAffine affine ->
            fitsInt32(AccumulatorProof.of(affine, grid).layer(), affine.output());
      }
      grid = layer.output();
    }
    return grid;
  }

  private static void check(IntegerLayer.Weighted layer, Grid input) {
    AccumulatorProof proof = AccumulatorProof.of(layer, input);
    Grid output = layer.output();
    fitsInt32(layer.name(), output);
    if (layer.epilogue() instanceof Epilogue.Accumulate) {
      Rules.check(
          output.range().contains(proof.result()),
          layer.name(),
          "its sums lie in %d .. %d, its grid ends at %d and %d",
          proof.result().min(),
          proof.result().max(),
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
  }

  private static void check(IntegerLayer.SumPool pool, Grid input) {
    Grid expected = input.summed((long) pool.size() * pool.size());
    Rules.check(
        pool.output().equals(expected),
        "average pool",
        "the grid must be %s, not %s",
        expected,
        pool.output());
    fitsInt32("average pool", expected);
  }

  private static void check(IntegerLayer.Residual block, Grid input) {
    check(input, block.body());
    check(input, block.shortcut());
    Rules.check(
        block.body().getLast() instanceof IntegerLayer.Weighted last
            && last.epilogue() instanceof Epilogue.Accumulate,
        "residual",
        "the body must end in a layer that leaves its accumulators");
    AccumulatorProof proof = AccumulatorProof.of(block, input);
    fitsInt32(proof.layer(), block.output());
  }

  /** Both parts of a concatenation have the grid of the input. */
  private static void check(IntegerLayer.Dense dense, Grid input) {
    keeps("dense", input, check(input, dense.body()));
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
