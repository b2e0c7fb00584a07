package org.dyadic.quant;

import java.util.List;

/**
 * {@link Fold#SHIFT}: every multiplier is 0 or plus or minus a power of two, but for the {@link
 * Reciprocal} of an average pool's divisor. A recurrent layer's cell still multiplies activations
 * with one another.
 */
final class ShiftRule {
  private ShiftRule() {}

  /**
   * Checks a chain.
   *
   * @param input the grid of its input
   */
  static void check(Grid input, List<IntegerLayer> layers) {
    Grid grid = input;
    for (IntegerLayer layer : layers) {
      switch (layer) {
        case IntegerLayer.Weighted weighted -> check(weighted);
        case IntegerLayer.Residual block -> {
          check(grid, block.body());
          check(grid, block.shortcut());
          check("residual", block.requantize().multiplier());
          check("residual", block.shortcutMultiplier());
        }
        case RecurrentLayer recurrent -> {
          GateRule rule = recurrent.rule();
          check(recurrent.name(), new int[] {rule.inputMultiplier(), rule.hiddenMultiplier()});
        }
        case DenseLayer dense -> check(grid, dense.body());
        case ChannelAffine affine -> check(affine, grid);
        case IntegerLayer.MaxPool pool -> {}
        case IntegerLayer.SumPool pool -> {}
        case IntegerLayer.Subsample shortcut -> {}
      }
      grid = layer.output();
    }
  }

  private static void check(ChannelAffine affine, Grid input) {
    if (!Reciprocal.needed(input)
        || !affine.equals(Reciprocal.of(affine.name(), affine.in(), input))) {
      check(affine.name(), affine.requantize().multiplier());
    }
  }

  private static void check(IntegerLayer.Weighted layer) {
    switch (layer.epilogue()) {
      case Epilogue.Requantize requantize -> check(layer.name(), requantize.multiplier());
      case Epilogue.RequantizePlanes planes -> {
        check(layer.name(), planes.requantize().multiplier());
        check(layer.name(), planes.negativeMultiplier());
      }
      case Epilogue.Accumulate sums -> {}
    }
  }

  private static void check(String layer, int[] multipliers) {
    for (int multiplier : multipliers) {
      Rules.check(
          Integer.bitCount(Math.abs(multiplier)) <= 1,
          layer,
          "multiplier (=%d) must be 0 or plus or minus a power of two under the fold SHIFT",
          multiplier);
    }
  }
}
