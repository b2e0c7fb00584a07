package org.dyadic.inference;

import java.util.ArrayList;
import java.util.List;
import org.dyadic.kernel.Gates;
import org.dyadic.kernel.Kernels;
import org.dyadic.kernel.Rescale;
import org.dyadic.kernel.Window;
import org.dyadic.model.Extent;
import org.dyadic.model.Sequence;
import org.dyadic.model.Shape;
import org.dyadic.quant.AccumulatorProof;
import org.dyadic.quant.ChannelAffine;
import org.dyadic.quant.Codes;
import org.dyadic.quant.DenseLayer;
import org.dyadic.quant.Epilogue;
import org.dyadic.quant.GateRule;
import org.dyadic.quant.GateSums;
import org.dyadic.quant.GateTables;
import org.dyadic.quant.Grid;
import org.dyadic.quant.IntegerLayer;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.RecurrentLayer;

/** Compiles a network: expands its weights to ints, assigns buffers, chooses the lane widths. */
final class PlanBuilder {
  private final List<Step> steps = new ArrayList<>();
  private final Slots slots = new Slots();
  private int patchSize;

  private PlanBuilder() {}

  static Plan build(QuantizedNetwork network) {
    PlanBuilder builder = new PlanBuilder();
    int input = builder.slots.take(network.preprocessing().shape().size());
    int output = builder.chain(network.layers(), input, network.inputGrid());
    return new Plan(
        List.copyOf(builder.steps), builder.slots.sizes(), builder.patchSize, input, output);
  }

  /** Compiles layers one after another; the buffer of the chain's input stays untouched. */
  private int chain(List<IntegerLayer> layers, int in, Grid inputGrid) {
    int current = in;
    Grid grid = inputGrid;
    for (int i = 0; i < layers.size(); ) {
      List<IntegerLayer> run = layers.subList(i, endOfRun(layers, i));
      int next =
          run.size() > 1 ? concatenate(run, current, grid) : add(run.getFirst(), current, grid);
      if (current != in) {
        slots.release(current);
      }
      current = next;
      grid = run.getLast().output();
      i += run.size();
    }
    return current;
  }

  /** The index after the layer at an index and the dense layers that continue it, if it is one. */
  private static int endOfRun(List<IntegerLayer> layers, int index) {
    int end = index + 1;
    if (layers.get(index) instanceof DenseLayer) {
      while (end < layers.size() && layers.get(end) instanceof DenseLayer) {
        end++;
      }
    }
    return end;
  }

  /**
   * Compiles dense layers that follow one another into one buffer, in which the channels of each
   * come after those before: no part is copied twice.
   */
  private int concatenate(List<IntegerLayer> run, int in, Grid grid) {
    int out = slots.take(run.getLast().out().size());
    steps.add(new Step.Copy(in, out, 0, run.getFirst().in().size()));
    for (IntegerLayer layer : run) {
      DenseLayer dense = (DenseLayer) layer;
      int part = chain(dense.body(), out, grid);
      int before = dense.in().size();
      steps.add(new Step.Copy(part, out, before, dense.out().size() - before));
      slots.release(part);
    }
    return out;
  }

  /** Compiles one layer and returns the slot of its output. */
  private int add(IntegerLayer layer, int in, Grid grid) {
    return switch (layer) {
      case IntegerLayer.Weighted weighted -> weighted(weighted, in, grid);
      case IntegerLayer.Residual block -> join(block, in, grid);
      case RecurrentLayer recurrent -> recur(recurrent, in);
      case IntegerLayer.MaxPool pool -> {
        int out = slots.take(pool.out().size());
        steps.add(
            new Step.MaxPool(window(pool, pool.size(), pool.stride(), pool.padding(), 1), in, out));
        yield out;
      }
      case IntegerLayer.SumPool pool -> {
        int out = slots.take(pool.out().size());
        steps.add(new Step.SumPool(window(pool, pool.size(), pool.stride()), in, out));
        yield out;
      }
      case IntegerLayer.Subsample shortcut -> {
        int out = slots.take(shortcut.out().size());
        Window window = window(shortcut, Extent.square(1), Extent.square(shortcut.stride()));
        steps.add(new Step.Subsample(window, shortcut.channelsBefore(), in, out));
        yield out;
      }
      case ChannelAffine affine -> scale(affine, in, grid);
      case DenseLayer dense -> concatenate(List.of(dense), in, grid);
    };
  }

  private int scale(ChannelAffine layer, int in, Grid grid) {
    int size = layer.in().size();
    int out = slots.take(size);
    steps.add(new Step.Copy(in, out, 0, size));
    Rescale rescale = rescale(layer.requantize(), new int[0], AccumulatorProof.of(layer, grid));
    steps.add(new Step.Requantize(rescale, layer.in().area(), out));
    return out;
  }

  /** The accumulators of a layer with weights and what becomes of them. */
  private int weighted(IntegerLayer.Weighted layer, int in, Grid grid) {
    int area = layer.out().area();
    int[] weights = expand(layer.weights());
    return switch (layer.epilogue()) {
      case Epilogue.Accumulate accumulate -> {
        int out = sums(layer, weights, in);
        steps.add(new Step.AddBias(accumulate.bias(), area, out));
        yield out;
      }
      case Epilogue.Requantize requantize -> {
        int out = sums(layer, weights, in);
        Rescale rescale = rescale(requantize, new int[0], AccumulatorProof.of(layer, grid));
        steps.add(new Step.Requantize(rescale, area, out));
        yield out;
      }
      case Epilogue.RequantizePlanes planes -> {
        int positive = sums(layer, limited(weights, 0, Integer.MAX_VALUE), in);
        int negative = sums(layer, limited(weights, Integer.MIN_VALUE, 0), in);
        AccumulatorProof proof = AccumulatorProof.of(layer, grid);
        Rescale rescale = rescale(planes.requantize(), planes.negativeMultiplier(), proof);
        steps.add(new Step.Join(rescale, area, negative, positive));
        slots.release(negative);
        yield positive;
      }
    };
  }

  /** Compiles the sums of a layer's inputs by some weights and returns the slot that holds them. */
  private int sums(IntegerLayer.Weighted layer, int[] weights, int in) {
    int out = slots.take(layer.out().size());
    switch (layer) {
      case IntegerLayer.Convolution c -> {
        Window window = window(c, c.kernel(), c.stride(), c.padding(), c.groups());
        patchSize = Math.max(patchSize, window.patchSize());
        steps.add(new Step.Convolve(window, weights, in, out));
      }
      case IntegerLayer.FullyConnected c ->
          steps.add(new Step.Connect(weights, c.fanIn(), c.out().channels(), in, out));
    }
    return out;
  }

  /** Both branches, then the join in the buffer where the body ends. */
  private int join(IntegerLayer.Residual block, int in, Grid grid) {
    int body = chain(block.body(), in, grid);
    int shortcut = chain(block.shortcut(), in, grid);
    AccumulatorProof proof = AccumulatorProof.of(block, grid);
    Rescale rescale = rescale(block.requantize(), block.shortcutMultiplier(), proof);
    steps.add(new Step.Join(rescale, block.out().area(), shortcut, body));
    if (shortcut != in) {
      slots.release(shortcut);
    }
    return body;
  }

  private int recur(RecurrentLayer layer, int in) {
    Sequence sequence = Sequence.of(layer.in());
    GateSums sums = layer.sums();
    int rows = sums.hidden().out().channels();
    int out = slots.take(layer.units());
    Step.RecurrentSlots buffers =
        new Step.RecurrentSlots(
            slots.take(sequence.features()),
            slots.take(rows),
            slots.take(rows),
            slots.take(layer.units()));
    int[] inputWeights = expand(sums.input().weights());
    int[] hiddenWeights = expand(sums.hidden().weights());
    Step.Cell cell = layer instanceof RecurrentLayer.Lstm ? Kernels::lstm : Kernels::gru;
    steps.add(
        new Step.Recur(
            cell, gates(layer), sequence, inputWeights, hiddenWeights, buffers, in, out));
    buffers.release(slots);
    return out;
  }

  private static Gates gates(RecurrentLayer layer) {
    GateRule rule = layer.rule();
    int[] offset = rule.bias();
    for (int row = 0; row < offset.length; row++) {
      offset[row] += rule.half();
    }
    return new Gates(
        layer.units(),
        rule.inputMultiplier(),
        rule.hiddenMultiplier(),
        offset,
        rule.shift(),
        layer instanceof RecurrentLayer.Lstm lstm ? lstm.cellExponent() : 0,
        GateTables.sigmoid(),
        GateTables.tanh());
  }

  private static Rescale rescale(
      Epilogue.Requantize requantize, int[] sideMultiplier, AccumulatorProof proof) {
    int shift = requantize.shift();
    long half = shift == 0 ? 0 : 1L << (shift - 1);
    long[] offset = requantize.bias();
    for (int channel = 0; channel < offset.length; channel++) {
      offset[channel] += half;
    }
    return new Rescale(
        requantize.multiplier(),
        offset,
        sideMultiplier,
        shift,
        Math.toIntExact(requantize.output().min()),
        Math.toIntExact(requantize.output().max()),
        proof.narrow());
  }

  private static int[] expand(Codes codes) {
    int[] weights = new int[codes.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = codes.at(i);
    }
    return weights;
  }

  /** The codes of one plane: those in low .. high, 0 in place of the others. */
  private static int[] limited(int[] codes, int low, int high) {
    int[] limited = new int[codes.length];
    for (int i = 0; i < codes.length; i++) {
      limited[i] = Math.clamp(codes[i], low, high);
    }
    return limited;
  }

  private static Window window(IntegerLayer layer, Extent size, Extent stride) {
    return window(layer, size, stride, Extent.square(0), 1);
  }

  private static Window window(
      IntegerLayer layer, Extent size, Extent stride, Extent padding, int groups) {
    Shape in = layer.in();
    Shape out = layer.out();
    return new Window(
        in.channels(),
        in.height(),
        in.width(),
        out.channels(),
        out.height(),
        out.width(),
        size,
        stride,
        padding,
        groups);
  }
}
