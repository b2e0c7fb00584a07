package org.dyadic.quant;

import java.util.Arrays;
import org.dyadic.model.Recurrent;
import org.dyadic.model.Shape;

/**
 * The two products of a recurrent layer's step: fully connected layers that leave their
 * accumulators, without biases. Biases join later, in the {@link GateRule}, and so does the scale
 * that an array of weights may have.
 *
 * @param input takes the features of one step
 * @param hidden takes the hidden state; gives as many sums
 */
public record GateSums(IntegerLayer.FullyConnected input, IntegerLayer.FullyConnected hidden) {

  /** Checks that both give the same number of sums, and that they have no bias. */
  public GateSums {
    Rules.check(
        input.out().equals(hidden.out()),
        hidden.name(),
        "gives %s sums, the input's weights %s",
        hidden.out(),
        input.out());
    checkSums(input);
    checkSums(hidden);
  }

  private static void checkSums(IntegerLayer.FullyConnected product) {
    Rules.check(
        product.epilogue() instanceof Epilogue.Accumulate sums
            && Arrays.stream(sums.bias()).allMatch(bias -> bias == 0),
        product.name(),
        "must leave its accumulators, without a bias");
    Scales scales = product.weights().scales();
    Rules.check(
        scales.count() <= 1,
        product.name(),
        "weights of a recurrent layer may have one scale an array, not %d",
        scales.count());
  }

  /**
   * The products of given weights.
   *
   * @param layer the recurrent layer's name
   * @param units the size of the hidden state
   * @param inputWeights rows of as many codes as a step has features
   * @param hiddenWeights as many rows of {@code units} codes
   * @param grid of the layer's input
   * @throws IllegalArgumentException if the codes are no whole rows, or an accumulator may leave
   *     int32
   */
  public static GateSums of(
      String layer, int units, Codes inputWeights, Codes hiddenWeights, Grid grid) {
    int rows = hiddenWeights.size() / units;
    Rules.check(
        rows > 0 && inputWeights.size() % rows == 0,
        layer,
        "%d codes of the input do not make %d rows",
        inputWeights.size(),
        rows);
    int features = inputWeights.size() / rows;
    String prefix = layer + ".";
    return new GateSums(
        product(prefix + Recurrent.INPUT_WEIGHTS, features, rows, inputWeights, grid),
        product(
            prefix + Recurrent.HIDDEN_WEIGHTS, units, rows, hiddenWeights, RecurrentLayer.HIDDEN));
  }

  private static IntegerLayer.FullyConnected product(
      String name, int inputs, int rows, Codes weights, Grid grid) {
    return new IntegerLayer.FullyConnected(
        name, Shape.vector(inputs), Shape.vector(rows), weights, sums(weights, rows, grid));
  }

  /** The only epilogue that a product on a grid may have: that of its proven range. */
  static Epilogue.Accumulate sums(Codes weights, int rows, Grid grid) {
    return Epilogue.Accumulate.proven(weights, new int[rows], grid);
  }
}
