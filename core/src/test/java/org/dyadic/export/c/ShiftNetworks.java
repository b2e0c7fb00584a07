package org.dyadic.export.c;

import java.util.List;
import org.dyadic.quant.ChannelAffine;
import org.dyadic.quant.DenseLayer;
import org.dyadic.quant.Epilogue;
import org.dyadic.quant.Fold;
import org.dyadic.quant.GateRule;
import org.dyadic.quant.IntegerLayer;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.RecurrentLayer;

/**
 * Networks whose multipliers are rounded towards 0 to powers of two, of every second channel to
 * sums of two, which keeps every proof.
 */
final class ShiftNetworks {
  private ShiftNetworks() {}

  static QuantizedNetwork of(QuantizedNetwork exact) {
    return new QuantizedNetwork(
        exact.notation(),
        exact.preprocessing(),
        exact.classNames(),
        Fold.SHIFT,
        shift(exact.layers()),
        exact.provenance());
  }

  private static List<IntegerLayer> shift(List<IntegerLayer> layers) {
    return layers.stream().map(ShiftNetworks::shift).toList();
  }

  private static IntegerLayer shift(IntegerLayer layer) {
    return switch (layer) {
      case IntegerLayer.Convolution c ->
          new IntegerLayer.Convolution(
              c.name(),
              c.in(),
              c.out(),
              c.kernel(),
              c.stride(),
              c.padding(),
              c.groups(),
              c.weights(),
              shift(c.epilogue()));
      case IntegerLayer.FullyConnected c ->
          new IntegerLayer.FullyConnected(
              c.name(), c.in(), c.out(), c.weights(), shift(c.epilogue()));
      case IntegerLayer.Residual block ->
          new IntegerLayer.Residual(
              block.in(),
              block.out(),
              shift(block.body()),
              shift(block.shortcut()),
              shift(block.requantize()),
              shift(block.shortcutMultiplier()));
      case DenseLayer dense -> new DenseLayer(dense.in(), shift(dense.body()));
      case ChannelAffine affine ->
          new ChannelAffine(affine.name(), affine.in(), shift(affine.requantize()));
      case RecurrentLayer.Lstm lstm ->
          new RecurrentLayer.Lstm(
              lstm.name(), lstm.in(), lstm.sums(), shift(lstm.rule()), lstm.cellExponent());
      case RecurrentLayer.Gru gru ->
          new RecurrentLayer.Gru(gru.name(), gru.in(), gru.sums(), shift(gru.rule()));
      case IntegerLayer.MaxPool pool -> pool;
      case IntegerLayer.SumPool pool -> pool;
      case IntegerLayer.Subsample shortcut -> shortcut;
    };
  }

  private static Epilogue shift(Epilogue epilogue) {
    return switch (epilogue) {
      case Epilogue.Requantize rule -> shift(rule);
      case Epilogue.RequantizePlanes planes ->
          new Epilogue.RequantizePlanes(
              shift(planes.requantize()), shift(planes.negativeMultiplier()));
      case Epilogue.Accumulate sums -> sums;
    };
  }

  private static Epilogue.Requantize shift(Epilogue.Requantize rule) {
    return new Epilogue.Requantize(
        shift(rule.multiplier()), rule.bias(), rule.shift(), rule.output());
  }

  private static GateRule shift(GateRule rule) {
    return new GateRule(
        top(rule.inputMultiplier()), top(rule.hiddenMultiplier()), rule.bias(), rule.shift());
  }

  private static int[] shift(int[] multipliers) {
    int[] powers = new int[multipliers.length];
    for (int i = 0; i < powers.length; i++) {
      int first = top(multipliers[i]);
      powers[i] = i % 2 == 0 ? first : first + top(multipliers[i] - first);
    }
    return powers;
  }

  private static int top(int multiplier) {
    return Integer.signum(multiplier) * Integer.highestOneBit(Math.abs(multiplier));
  }
}
