package org.dyadic.quant;

import java.util.List;

/**
 * {@link Fold#SHIFT}: every multiplier has at most two {@link SignedDigits} that are not 0, but for
 * the {@link Reciprocal} of an average pool's divisor. A recurrent layer's multipliers have one,
 * and its cell still multiplies activations with one another.
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
          for (int multiplier : List.of(rule.inputMultiplier(), rule.hiddenMultiplier())) {
            check(recurrent.name(), multiplier, 1, "a power of two");
          }
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
      check(layer, multiplier, Fold.DIGITS, "a sum or difference of at most two powers of two");
    }
  }

  private static void check(String layer, int multiplier, int digits, String what) {
    Rules.check(
        SignedDigits.count(multiplier) <= digits,
        layer,
        "multiplier (=%d) must be 0 or plus or minus %s under the fold SHIFT",
        multiplier,
        what);
  }
}
