package org.dyadic.quant;

import java.util.ArrayList;
import java.util.List;
import org.dyadic.model.Network;
import org.dyadic.model.Recurrent;
import org.dyadic.model.State;

/**
 * Finds the integers of a recurrent layer. The factors of both sums are powers of two wherever the
 * input's step is one and weights have no scale, so a large enough shift makes m and k exact; the
 * largest with which everything provably fits 32 bits is taken, which rounds factors and biases
 * least.
 */
final class RecurrentFold {
  private final Network.Node node;
  private final State state;
  private final GateSums sums;
  private final Grid input;

  private RecurrentFold(Network.Node node, State state, GateSums sums, Grid input) {
    this.node = node;
    this.state = state;
    this.sums = sums;
    this.input = input;
  }

  /** What the step of a node's cell state is called among those of activations. */
  static String cellName(Network.Node node) {
    return node.name() + "." + Recurrent.CELL_STATE;
  }

  /** The nearest exponent that a cell state can have. */
  static int cellExponent(int wanted) {
    return Math.clamp(wanted, 0, RecurrentLayer.Lstm.MAX_CELL_EXPONENT);
  }

  /**
   * The integer layer of an LSTM.
   *
   * @param cellExponent f of the cell state's step 2^-f; the nearest in 0 .. 15 is taken
   * @throws IllegalArgumentException if a bias is not finite or pre-activations may leave int32
   */
  static RecurrentLayer lstm(
      Network.Node node,
      Recurrent.Lstm cell,
      State state,
      GateSums sums,
      Grid input,
      int cellExponent) {
    RecurrentFold fold = new RecurrentFold(node, state, sums, input);
    int exponent = cellExponent(cellExponent);
    int rows = cell.gates() * cell.units();
    GateRule rule = fold.rule(fold.biases(rows), rows);
    return new RecurrentLayer.Lstm(node.name(), node.in(), sums, rule, exponent);
  }

  /**
   * The integer layer of a GRU.
   *
   * @throws IllegalArgumentException if a bias is not finite or pre-activations may leave int32
   */
  static RecurrentLayer gru(
      Network.Node node, Recurrent.Gru cell, State state, GateSums sums, Grid input) {
    RecurrentFold fold = new RecurrentFold(node, state, sums, input);
    int joined = 2 * cell.units();
    GateRule rule = fold.rule(fold.biases(joined), joined);
    return new RecurrentLayer.Gru(node.name(), node.in(), sums, rule);
  }

  /** In units of pre-activations: sums of both biases, then what is left of each. */
  private List<Double> biases(int joined) {
    float[] ofInput = state.get(node.name() + "." + Recurrent.INPUT_BIAS);
    float[] ofHidden = state.get(node.name() + "." + Recurrent.HIDDEN_BIAS);
    List<Double> biases = new ArrayList<>();
    for (int row = 0; row < joined; row++) {
      biases.add((double) ofInput[row] + ofHidden[row]);
    }
    for (float[] biasesApart : List.of(ofInput, ofHidden)) {
      for (int row = joined; row < biasesApart.length; row++) {
        biases.add((double) biasesApart[row]);
      }
    }
    biases.replaceAll(bias -> Math.scalb(bias, GateTables.INPUT_EXPONENT));
    return biases;
  }

  private GateRule rule(List<Double> biases, int joined) {
    for (double bias : biases) {
      Rules.check(Double.isFinite(bias), node.name(), "bias (=%s) must be finite", bias);
    }
    Interval[] x = RecurrentProof.ranges(sums.input(), input);
    Interval[] y = RecurrentProof.ranges(sums.hidden(), RecurrentLayer.HIDDEN);
    for (int shift = GateRule.MAX_SHIFT; shift >= 0; shift--) {
      GateRule rule = at(biases, shift);
      if (rule != null && RecurrentProof.hull(x, y, rule, joined).fits(Integer.SIZE)) {
        return rule;
      }
    }
    throw new IllegalArgumentException(
        "%s: pre-activations do not fit int32: the weights' steps 2^%d and 2^%d or a bias are too large"
            .formatted(
                node.name(),
                -sums.input().weights().exponent(),
                -sums.hidden().weights().exponent()));
  }

  /** The real value of one unit of a product's sums, with the scale of its weights. */
  private static double step(IntegerLayer.FullyConnected product) {
    return product.output().step() * product.weights().scales().positive(1)[0];
  }

  /** The rule with a shift; null if a number of it does not fit int32. */
  private GateRule at(List<Double> biases, int shift) {
    int scale = GateTables.INPUT_EXPONENT + shift;
    double m = Math.rint(Math.scalb(step(sums.input()), scale));
    double k = Math.rint(Math.scalb(step(sums.hidden()), scale));
    boolean fits = m <= Integer.MAX_VALUE && k <= Integer.MAX_VALUE;
    int[] bias = new int[biases.size()];
    for (int i = 0; i < bias.length; i++) {
      double b = Math.floor(Math.scalb(biases.get(i), shift) + 0.5);
      fits &= Math.abs(b) <= Integer.MAX_VALUE;
      bias[i] = (int) b;
    }
    return fits ? new GateRule((int) m, (int) k, bias, shift) : null;
  }
}
