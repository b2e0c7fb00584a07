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
import org.dyadic.quant.DenseLayer;
import org.dyadic.quant.Epilogue;
import org.dyadic.quant.GateRule;
import org.dyadic.quant.GateSums;
import org.dyadic.quant.GateTables;
import org.dyadic.quant.Grid;
import org.dyadic.quant.IntegerLayer;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.RecurrentLayer;

/** Compiles a network: prepares its weights, assigns buffers, chooses the lane widths. */
final class PlanBuilder {
  private final List<Step> steps = new ArrayList<>();
  private final Slots slots = new Slots();
  private final Products products;

  private PlanBuilder(Kernels kernels) {
    products = new Products(kernels);
  }

  static Plan build(QuantizedNetwork network, Kernels kernels) {
    PlanBuilder builder = new PlanBuilder(kernels);
    int input = builder.slots.take(network.preprocessing().shape().size());
    int output = builder.chain(network.layers(), input, network.inputGrid());
    Products products = builder.products;
    return new Plan(
        List.copyOf(builder.steps),
        builder.slots.sizes(),
        products.rowSize(),
        products.scratch(),
        products.bytes(),
        input,
        output);
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
    Shape last = run.getLast().out();
    int pixels = last.area();
    int pitch = last.channels();
    int out = slots.take(last.size());
    int first = run.getFirst().in().channels();
    steps.add(new Step.Copy(pixels, first, in, first, out, 0, pitch));
    for (IntegerLayer layer : run) {
      DenseLayer dense = (DenseLayer) layer;
      int before = dense.in().channels();
      int more = dense.out().channels() - before;
      int part = grow(dense.body(), out, pitch, grid);
      steps.add(new Step.Copy(pixels, more, part, more, out, before, pitch));
      slots.release(part);
    }
    return out;
  }

  /** Compiles a dense layer's body, which reads the first channels of the shared buffer. */
  private int grow(List<IntegerLayer> body, int shared, int pitch, Grid grid) {
    IntegerLayer first = body.getFirst();
    int channels = first.in().channels();
    int pixels = first.in().area();
    if (!(first instanceof ChannelAffine affine)) {
      int own = slots.take(first.in().size());
      steps.add(new Step.Copy(pixels, channels, shared, pitch, own, 0, channels));
      int end = chain(body, own, grid);
      slots.release(own);
      return end;
    }
    int scaled = scale(affine, shared, pitch, grid);
    if (body.size() == 1) {
      return scaled;
    }
    int end = chain(body.subList(1, body.size()), scaled, affine.output());
    slots.release(scaled);
    return end;
  }

  /** Compiles one layer and returns the slot of its output. */
  private int add(IntegerLayer layer, int in, Grid grid) {
    return switch (layer) {
      case IntegerLayer.Weighted weighted -> weighted(weighted, in, grid);
      case IntegerLayer.Residual block -> join(block, in, grid);
      case RecurrentLayer recurrent -> recur(recurrent, in, grid);
      case IntegerLayer.MaxPool pool -> {
        int out = slots.take(pool.out().size());
        steps.add(
            new Step.MaxPool(
                Products.window(pool, pool.size(), pool.stride(), pool.padding(), 1), in, out));
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
      case ChannelAffine affine -> scale(affine, in, affine.in().channels(), grid);
      case DenseLayer dense -> concatenate(List.of(dense), in, grid);
    };
  }

  private int scale(ChannelAffine layer, int in, int pitch, Grid grid) {
    int out = slots.take(layer.in().size());
    Rescale rescale = Rescales.of(layer.requantize(), new int[0], AccumulatorProof.of(layer, grid));
    steps.add(new Step.Scale(rescale, layer.in().area(), in, pitch, out));
    return out;
  }

  /** The accumulators of a layer with weights and what becomes of them. */
  private int weighted(IntegerLayer.Weighted layer, int in, Grid grid) {
    int out = slots.take(layer.out().size());
    Window window = products.window(layer);
    AccumulatorProof proof = AccumulatorProof.of(layer, grid);
    switch (layer.epilogue()) {
      case Epilogue.Accumulate accumulate -> {
        int[] bias = accumulate.bias();
        Step.Finish finish =
            (kernels, pixels, sums, to, at) -> kernels.addBias(bias, pixels, sums, to, at);
        steps.add(new Step.Multiply(products.of(layer, grid), window, finish, in, out));
      }
      case Epilogue.Requantize requantize -> {
        Rescale rescale = Rescales.of(requantize, new int[0], proof);
        Step.Finish finish =
            (kernels, pixels, sums, to, at) -> kernels.requantize(rescale, pixels, sums, 0, to, at);
        steps.add(new Step.Multiply(products.of(layer, grid), window, finish, in, out));
      }
      case Epilogue.RequantizePlanes planes -> {
        int sums = slots.take(layer.out().size());
        steps.add(
            new Step.MultiplyPlanes(
                products.ofPositive(layer, grid),
                products.ofNegative(layer, grid),
                window,
                Rescales.of(planes.requantize(), planes.negativeMultiplier(), proof),
                sums,
                in,
                out));
        slots.release(sums);
      }
    }
    return out;
  }

  /**
   * Both branches and their join: with the rows of the body's last layer where that ends in
   * accumulators, else in the buffer where the body ends.
   */
  private int join(IntegerLayer.Residual block, int in, Grid grid) {
    AccumulatorProof proof = AccumulatorProof.of(block, grid);
    List<IntegerLayer> body = block.body();
    if (proof.narrow()
        && body.getLast() instanceof IntegerLayer.Weighted last
        && last.epilogue() instanceof Epilogue.Accumulate accumulate
        && Rescales.fits(accumulate.bias(), block.requantize())) {
      return joinRows(block, last, accumulate.bias(), in, grid);
    }
    int end = chain(body, in, grid);
    int shortcut = chain(block.shortcut(), in, grid);
    Rescale rescale = Rescales.of(block.requantize(), block.shortcutMultiplier(), proof);
    steps.add(new Step.Join(rescale, block.out().area(), shortcut, end));
    if (shortcut != in) {
      slots.release(shortcut);
    }
    return end;
  }

  private int joinRows(
      IntegerLayer.Residual block, IntegerLayer.Weighted last, int[] bias, int in, Grid grid) {
    List<IntegerLayer> before = block.body().subList(0, block.body().size() - 1);
    int from = chain(before, in, grid);
    int shortcut = chain(block.shortcut(), in, grid);
    int out = slots.take(block.out().size());
    Rescale rescale = Rescales.withBias(bias, block.requantize(), block.shortcutMultiplier());
    Grid lastGrid = before.isEmpty() ? grid : before.getLast().output();
    steps.add(
        new Step.MultiplyJoin(
            products.of(last, lastGrid), products.window(last), rescale, shortcut, from, out));
    if (shortcut != in) {
      slots.release(shortcut);
    }
    if (from != in) {
      slots.release(from);
    }
    return out;
  }

  private int recur(RecurrentLayer layer, int in, Grid grid) {
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
    Step.Cell cell = layer instanceof RecurrentLayer.Lstm ? Kernels::lstm : Kernels::gru;
    steps.add(
        new Step.Recur(
            cell,
            gates(layer),
            sequence,
            products.of(sums.input(), grid),
            products.of(sums.hidden(), RecurrentLayer.HIDDEN),
            buffers,
            in,
            out));
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

  private static Window window(IntegerLayer layer, Extent size, Extent stride) {
    return Products.window(layer, size, stride, Extent.square(0), 1);
  }
}
