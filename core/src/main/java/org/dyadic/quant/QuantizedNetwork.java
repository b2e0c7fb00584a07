package org.dyadic.quant;

import java.util.List;
import java.util.function.Consumer;
import org.dyadic.data.Preprocessing;
import org.dyadic.model.Shape;

/**
 * A network defined by integers alone: 8-bit pixels, through the preprocessing's table, through the
 * layers, to int32 logits. Every executor returns the same integers.
 *
 * @param notation the float network's notation, for people
 * @param preprocessing what turns a user's image into an input
 * @param classNames one a logit
 * @param fold how batch norm was folded
 * @param layers in order; the last one gives the logits: its accumulators, or a signed grid of at
 *     most 32 bits where its weights have scales
 * @param provenance a JSON object: data set, configuration, seed, versions, metrics
 */
public record QuantizedNetwork(
    String notation,
    Preprocessing preprocessing,
    List<String> classNames,
    Fold fold,
    List<IntegerLayer> layers,
    String provenance) {

  /**
   * Copies the lists; checks that shapes and grids connect, and that no accumulator can overflow
   * ({@link AccumulatorProof}).
   *
   * @throws IllegalArgumentException naming the layer, the value and the rule
   */
  public QuantizedNetwork {
    classNames = List.copyOf(classNames);
    layers = List.copyOf(layers);
    Rules.check(!layers.isEmpty(), "network", "there must be a layer");
    Shape out = Rules.chain("network", preprocessing.shape(), layers);
    Rules.check(
        out.equals(Shape.vector(classNames.size())),
        "network",
        "output %s for %d classes",
        out,
        classNames.size());
    NetworkProof.check(inputGrid(preprocessing), layers);
    if (fold == Fold.SHIFT) {
      ShiftRule.check(inputGrid(preprocessing), layers);
    }
  }

  /** The input's grid: signed 8-bit codes of the pixel table. */
  public Grid inputGrid() {
    return inputGrid(preprocessing);
  }

  /** The grid of what a preprocessing makes: signed 8-bit codes of its pixel table. */
  public static Grid inputGrid(Preprocessing preprocessing) {
    return Grid.signed(8, preprocessing.table().exponent());
  }

  /** The logits' grid; a logit's real value is q times its step. */
  public Grid logitGrid() {
    return layers.getLast().output();
  }

  /** The number of weights of all layers. */
  public long weightCount() {
    long[] count = {0};
    forEachWeighted(layer -> count[0] += layer.weights().size());
    return count[0];
  }

  /** Whether every weight is a code times a power of two; see {@link Codes#isFixedPoint}. */
  public boolean fixedPoint() {
    boolean[] all = {true};
    forEachWeighted(layer -> all[0] &= layer.weights().isFixedPoint());
    return all[0];
  }

  /** The share of all weights that are zero, 0 .. 1. */
  public double sparsity() {
    long[] zeros = {0};
    forEachWeighted(layer -> zeros[0] += layer.weights().zeros());
    return (double) zeros[0] / weightCount();
  }

  /**
   * The bits that the weights take under an entropy code of each layer's own: the sum of weights
   * times {@link Codes#entropy} over the layers. Scales and the code's tables come on top.
   */
  public double entropyBits() {
    double[] bits = {0};
    forEachWeighted(layer -> bits[0] += layer.weights().size() * layer.weights().entropy());
    return bits[0];
  }

  /**
   * Visits the layers with weights, in order of execution, those in blocks and the two products of
   * recurrent layers too.
   */
  public void forEachWeighted(Consumer<IntegerLayer.Weighted> action) {
    visit(layers, action);
  }

  private static void visit(List<IntegerLayer> layers, Consumer<IntegerLayer.Weighted> action) {
    for (IntegerLayer layer : layers) {
      switch (layer) {
        case IntegerLayer.Weighted weighted -> action.accept(weighted);
        case IntegerLayer.Residual residual -> {
          visit(residual.body(), action);
          visit(residual.shortcut(), action);
        }
        case RecurrentLayer recurrent -> {
          action.accept(recurrent.sums().input());
          action.accept(recurrent.sums().hidden());
        }
        case DenseLayer dense -> visit(dense.body(), action);
        case ChannelAffine affine -> {}
        case IntegerLayer.MaxPool pool -> {}
        case IntegerLayer.SumPool pool -> {}
        case IntegerLayer.Subsample subsample -> {}
      }
    }
  }
}
