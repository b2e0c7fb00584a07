package org.dyadic.quant;

import java.util.List;

/**
 * Why no input can overflow a recurrent layer: its sums are proven as those of fully connected
 * layers, with any hidden state; this is the proof of what lies between sums and pre-activations,
 * in whatever order it is added. What follows is bounded by constants, see {@link RecurrentLayer}.
 */
public final class RecurrentProof {
  private RecurrentProof() {}

  /**
   * Proves the pre-activations; both sums and everything up to the shift fit 32 bits.
   *
   * @param input the grid of the layer's input
   * @throws IllegalArgumentException naming layer, number and limit, if anything may leave int32
   */
  public static AccumulatorProof of(RecurrentLayer layer, Grid input) {
    Range inputs = AccumulatorProof.of(layer.sums().input(), input).accumulator();
    Range hidden = AccumulatorProof.of(layer.sums().hidden(), RecurrentLayer.HIDDEN).accumulator();
    Interval result = products(layer, input);
    result.require(Integer.SIZE, layer.name(), "m * x + k * y + b");
    Interval both =
        Interval.of(inputs.min(), inputs.max()).hull(Interval.of(hidden.min(), hidden.max()));
    return new AccumulatorProof(layer.name(), both.toRange(), result.toRange(), true);
  }

  /** Checks a layer whose input has a grid. */
  static void check(RecurrentLayer layer, Grid input) {
    of(layer, input);
    checkGrid(layer.sums().input(), input);
    checkGrid(layer.sums().hidden(), RecurrentLayer.HIDDEN);
  }

  private static void checkGrid(IntegerLayer.FullyConnected product, Grid input) {
    Epilogue expected = GateSums.sums(product.weights(), product.out().channels(), input);
    Rules.check(
        product.epilogue().equals(expected),
        product.name(),
        "its sums need the grid %s, not %s",
        expected.output(),
        product.output());
  }

  private static Interval products(RecurrentLayer layer, Grid input) {
    GateRule rule = layer.rule();
    return hull(ranges(layer.sums().input(), input), hidden(layer), rule, layer.joined());
  }

  private static Interval[] hidden(RecurrentLayer layer) {
    return ranges(layer.sums().hidden(), RecurrentLayer.HIDDEN);
  }

  /** The range of each sum of a product whose input has a grid. */
  static Interval[] ranges(IntegerLayer.FullyConnected product, Grid input) {
    return ChannelSums.of(product.weights(), product.out().channels(), input);
  }

  /** Everything between sums in given ranges and the shift. */
  static Interval hull(Interval[] x, Interval[] y, GateRule rule, int joined) {
    int[] bias = rule.bias();
    int apart = x.length - joined;
    Interval hull = Interval.point(0);
    for (int row = 0; row < x.length; row++) {
      Interval input = x[row].times(rule.inputMultiplier());
      Interval hidden = y[row].times(rule.hiddenMultiplier());
      if (row < joined) {
        List<Interval> sums = List.of(input, hidden, input.plus(hidden));
        hull = hull.hull(withOffset(sums, bias[row], rule));
      } else {
        hull = hull.hull(withOffset(List.of(input), bias[row], rule));
        hull = hull.hull(withOffset(List.of(hidden), bias[row + apart], rule));
      }
    }
    return hull;
  }

  private static Interval withOffset(List<Interval> sums, int bias, GateRule rule) {
    Interval offset = Interval.point(bias);
    Interval half = Interval.point(rule.half());
    Interval hull = offset.hull(offset.plus(half)).hull(half);
    for (Interval sum : sums) {
      hull = hull.hull(sum).hull(sum.plus(offset)).hull(sum.plus(half));
      hull = hull.hull(sum.plus(offset).plus(half));
    }
    return hull;
  }
}
