package org.dyadic.format;

import java.util.List;
import org.dyadic.model.Extent;
import org.dyadic.model.Shape;
import org.dyadic.quant.ChannelAffine;
import org.dyadic.quant.Codes;
import org.dyadic.quant.DenseLayer;
import org.dyadic.quant.Epilogue;
import org.dyadic.quant.GateRule;
import org.dyadic.quant.Grid;
import org.dyadic.quant.IntegerLayer;
import org.dyadic.quant.RecurrentLayer;
import org.dyadic.quant.Scales;

/**
 * Writes the tree of layers: what they are, their weight codes and their requantization go to one
 * section each, all in order of execution.
 */
final class LayerWriter {
  private final ByteSink layers;
  private final ByteSink codes;
  private final ByteSink requantize;

  LayerWriter(ByteSink layers, ByteSink codes, ByteSink requantize) {
    this.layers = layers;
    this.codes = codes;
    this.requantize = requantize;
  }

  /**
   * Writes a list of layers, preceded by its length.
   *
   * @param prefix the path of the list, empty or ending in a dot
   */
  void write(List<IntegerLayer> list, String prefix, int depth) {
    if (depth > ModelFile.MAX_DEPTH) {
      throw new IllegalArgumentException(
          "blocks are nested deeper than %d".formatted(ModelFile.MAX_DEPTH));
    }
    layers.u16("number of layers", list.size());
    for (int i = 0; i < list.size(); i++) {
      write(list.get(i), prefix + i, depth);
    }
  }

  private void write(IntegerLayer layer, String path, int depth) {
    layers.mark(path);
    switch (layer) {
      case IntegerLayer.Convolution convolution -> {
        Extent[] extents = {convolution.kernel(), convolution.stride(), convolution.padding()};
        boolean square = Extents.areSquare(extents);
        head(square ? Tags.CONVOLUTION : Tags.RECTANGULAR_CONVOLUTION, convolution, path);
        Extents.write(layers, extents);
        layers.number(convolution.groups(), 4);
        weighted(convolution);
      }
      case IntegerLayer.FullyConnected connected -> {
        head(Tags.FULLY_CONNECTED, connected, path);
        weighted(connected);
      }
      case IntegerLayer.MaxPool pool -> maxPool(pool);
      case IntegerLayer.SumPool pool -> pool(Tags.SUM_POOL, pool.out(), pool.size(), pool.stride());
      case IntegerLayer.Subsample shortcut -> {
        layers.u8("layer", Tags.SUBSAMPLE);
        Shapes.write(layers, shortcut.out());
        layers.u16("stride", shortcut.stride());
      }
      case IntegerLayer.Residual block -> residual(block, path, depth);
      case RecurrentLayer.Lstm lstm -> {
        recurrent(Tags.LSTM, lstm, path);
        layers.u8("cell exponent", lstm.cellExponent());
        rule(lstm.rule());
      }
      case RecurrentLayer.Gru gru -> {
        recurrent(Tags.GRU, gru, path);
        rule(gru.rule());
      }
      case DenseLayer dense -> {
        layers.u8("layer", Tags.DENSE);
        write(dense.body(), path + ".body.", depth + 1);
      }
      case ChannelAffine affine -> {
        requantize.mark(path);
        layers.u8("layer", Tags.CHANNEL_AFFINE);
        Text.writeName(layers, "layer name", affine.name());
        requantize(affine.requantize());
        grid(affine.output());
      }
    }
  }

  private void head(int tag, IntegerLayer.Weighted layer, String path) {
    codes.mark(path);
    requantize.mark(path);
    layers.u8("layer", tag);
    Text.writeName(layers, "layer name", layer.name());
    Shapes.write(layers, layer.out());
  }

  /** Padding has a kind of its own, so that pools without it look as in version 1. */
  private void maxPool(IntegerLayer.MaxPool pool) {
    if (pool.padding().equals(Extent.square(0))) {
      pool(Tags.MAX_POOL, pool.out(), pool.size(), pool.stride());
    } else {
      pool(Tags.PADDED_MAX_POOL, pool.out(), pool.size(), pool.stride(), pool.padding());
    }
  }

  private void pool(int tag, Shape out, Extent... extents) {
    boolean square = Extents.areSquare(extents);
    layers.u8("layer", square ? tag : Tags.RECTANGULAR_POOL);
    if (!square) {
      layers.u8("kind of pool", tag);
    }
    Shapes.write(layers, out);
    Extents.write(layers, extents);
  }

  private void weighted(IntegerLayer.Weighted layer) {
    weights(layer.weights());
    epilogue(layer.epilogue());
  }

  private void weights(Codes weights) {
    CodePacking packing = CodePacking.of(weights.size(), weights.bits());
    Scales scales = weights.scales();
    layers.u8("bits", weights.bits() | Scaling.of(scales).tag() << Tags.SCALING_SHIFT);
    layers.number(weights.exponent(), 1);
    layers.u8("packing", packing.tag());
    codes.raw(packing.pack(weights));
    floats(scales.positive());
    floats(scales.negative());
  }

  /** What both cells begin with; the grids of their sums follow from the weights. */
  private void recurrent(int tag, RecurrentLayer layer, String path) {
    layers.u8("layer", tag);
    Text.writeName(layers, "layer name", layer.name());
    layers.number(layer.units(), 4);
    product(layer.sums().input(), path + ".input");
    product(layer.sums().hidden(), path + ".hidden");
    layers.mark(path);
    requantize.mark(path);
  }

  private void product(IntegerLayer.FullyConnected product, String path) {
    layers.mark(path);
    codes.mark(path);
    requantize.mark(path);
    weights(product.weights());
  }

  private void rule(GateRule rule) {
    layers.number(rule.inputMultiplier(), 4);
    layers.number(rule.hiddenMultiplier(), 4);
    layers.u8("shift", rule.shift());
    array(Numbers.widen(rule.bias()));
  }

  private void epilogue(Epilogue epilogue) {
    switch (epilogue) {
      case Epilogue.Requantize rule -> {
        layers.u8("epilogue", Tags.REQUANTIZE);
        requantize(rule);
      }
      case Epilogue.RequantizePlanes planes -> {
        layers.u8("epilogue", Tags.REQUANTIZE_PLANES);
        array(Numbers.widen(planes.requantize().multiplier()));
        array(planes.requantize().bias());
        array(Numbers.widen(planes.negativeMultiplier()));
        layers.u8("shift", planes.requantize().shift());
      }
      case Epilogue.Accumulate sums -> {
        layers.u8("epilogue", Tags.ACCUMULATE);
        array(Numbers.widen(sums.bias()));
      }
    }
    grid(epilogue.output());
  }

  private void requantize(Epilogue.Requantize rule) {
    array(Numbers.widen(rule.multiplier()));
    array(rule.bias());
    layers.u8("shift", rule.shift());
  }

  /** The body, the shortcut, then the join. */
  private void residual(IntegerLayer.Residual block, String path, int depth) {
    layers.u8("layer", Tags.RESIDUAL);
    write(block.body(), path + ".body.", depth + 1);
    write(block.shortcut(), path + ".shortcut.", depth + 1);
    layers.mark(path);
    requantize.mark(path);
    array(Numbers.widen(block.requantize().multiplier()));
    array(block.requantize().bias());
    array(Numbers.widen(block.shortcutMultiplier()));
    layers.u8("shift", block.requantize().shift());
    grid(block.output());
  }

  /** The width goes to the layer's record, the numbers to their section. */
  private void array(long[] values) {
    layers.u8("width", Numbers.width(values));
    Numbers.write(requantize, values);
  }

  private void floats(float[] values) {
    for (float value : values) {
      requantize.number(Float.floatToRawIntBits(value), Float.BYTES);
    }
  }

  private void grid(Grid grid) {
    layers.number(grid.min(), 8);
    layers.number(grid.max(), 8);
    layers.number(grid.exponent(), 1);
    layers.number(grid.divisor(), 4);
  }
}
