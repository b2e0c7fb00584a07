package org.dyadic.inference;

import java.util.function.IntUnaryOperator;
import org.dyadic.kernel.Kernels;
import org.dyadic.kernel.Product;
import org.dyadic.kernel.Scratch;
import org.dyadic.kernel.Window;
import org.dyadic.model.Extent;
import org.dyadic.model.Shape;
import org.dyadic.quant.Grid;
import org.dyadic.quant.IntegerLayer;

/** Prepares the weights of layers for a provider, and counts what that takes. */
final class Products {
  private final Kernels kernels;
  private int rowSize;
  private Scratch.Need scratch = Scratch.Need.NONE;
  private long bytes;

  Products(Kernels kernels) {
    this.kernels = kernels;
  }

  /** Elements of the longest output row. */
  int rowSize() {
    return rowSize;
  }

  /** The scratch memory that serves every product. */
  Scratch.Need scratch() {
    return scratch;
  }

  /** Bytes of all prepared weights. */
  long bytes() {
    return bytes;
  }

  /** All weights of a layer. */
  Product of(IntegerLayer.Weighted layer, Grid input) {
    return prepare(layer, input, code -> code);
  }

  /** The positive weights of a layer, 0 in place of the others. */
  Product ofPositive(IntegerLayer.Weighted layer, Grid input) {
    return prepare(layer, input, code -> Math.max(code, 0));
  }

  /** The negative weights of a layer, 0 in place of the others. */
  Product ofNegative(IntegerLayer.Weighted layer, Grid input) {
    return prepare(layer, input, code -> Math.min(code, 0));
  }

  private Product prepare(IntegerLayer.Weighted layer, Grid input, IntUnaryOperator plane) {
    Window window = window(layer);
    byte[] codes = channelsLast(layer, window, plane);
    int min = Math.toIntExact(input.min());
    int max = Math.toIntExact(input.max());
    Product product = kernels.product(window, codes, min, max);
    rowSize = Math.max(rowSize, window.outWidth() * window.outChannels());
    scratch = scratch.max(product.scratch());
    bytes += product.bytes();
    return product;
  }

  /** From output, input, row, column to output, row, column, input. */
  private static byte[] channelsLast(
      IntegerLayer.Weighted layer, Window window, IntUnaryOperator plane) {
    int fanIn = window.fanIn();
    int channels = window.channels() / window.groups();
    int area = fanIn / channels;
    byte[] codes = new byte[layer.weights().size()];
    for (int i = 0; i < codes.length; i++) {
      int within = i % fanIn;
      int to = i - within + within % area * channels + within / area;
      codes[to] = (byte) plane.applyAsInt(layer.weights().at(i));
    }
    return codes;
  }

  /** A fully connected layer is a convolution with one window, as large as its input. */
  Window window(IntegerLayer.Weighted layer) {
    return switch (layer) {
      case IntegerLayer.Convolution c -> window(c, c.kernel(), c.stride(), c.padding(), c.groups());
      case IntegerLayer.FullyConnected c -> {
        Extent all = new Extent(c.in().height(), c.in().width());
        yield window(c, all, Extent.square(1), Extent.square(0), 1);
      }
    };
  }

  /** How a layer's windows lie. */
  static Window window(IntegerLayer layer, Extent size, Extent stride, Extent padding, int groups) {
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
