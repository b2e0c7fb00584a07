package org.dyadic.quant;

import java.util.List;

/**
 * {@link Fold#SHIFT}: every multiplier is 0 or plus or minus a power of two. A recurrent layer's
 * cell still multiplies activations with one another.
 */
final class ShiftRule {
  private ShiftRule() {}

  static void check(List<IntegerLayer> layers) {
    for (IntegerLayer layer : layers) {
      switch (layer) {
        case IntegerLayer.Weighted weighted -> check(weighted);
        case IntegerLayer.Residual block -> {
          check(block.body());
          check(block.shortcut());
          check("residual", block.requantize().multiplier());
          check("residual", block.shortcutMultiplier());
        }
        case RecurrentLayer recurrent -> {
          GateRule rule = recurrent.rule();
          check(recurrent.name(), new int[] {rule.inputMultiplier(), rule.hiddenMultiplier()});
        }
        case DenseLayer dense -> check(dense.body());
        case ChannelAffine affine -> check(affine.name(), affine.requantize().multiplier());
        case IntegerLayer.MaxPool pool -> {}
        case IntegerLayer.SumPool pool -> {}
        case IntegerLayer.Subsample shortcut -> {}
      }
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
