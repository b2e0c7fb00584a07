package org.dyadic.export;

import java.util.List;
import java.util.Locale;
import org.dyadic.model.Extent;
import org.dyadic.quant.ChannelAffine;
import org.dyadic.quant.DenseLayer;
import org.dyadic.quant.IntegerLayer;
import org.dyadic.quant.RecurrentLayer;

/**
 * Adds the nodes of layers to a graph. This class knows those that only move or compare numbers,
 * whatever form they have; subclasses know the arithmetic.
 */
abstract class OnnxLayers {
  final OnnxGraph graph;
  private final List<String> obstacles;

  /**
   * Layers of a graph.
   *
   * @param graph receives the nodes
   * @param obstacles receives what cannot be expressed, {@code layer: reason}; the graph is of no
   *     use then
   */
  OnnxLayers(OnnxGraph graph, List<String> obstacles) {
    this.graph = graph;
    this.obstacles = obstacles;
  }

  /** Notes that a layer cannot be expressed. */
  final void refuse(String layer, String reason, Object... values) {
    obstacles.add(layer + ": " + String.format(Locale.ROOT, reason, values));
  }

  /** Adds layers one after another. */
  final OnnxValue chain(List<IntegerLayer> layers, OnnxValue in) {
    OnnxValue x = in;
    for (IntegerLayer layer : layers) {
      x = layer(layer, x);
    }
    return x;
  }

  private OnnxValue layer(IntegerLayer layer, OnnxValue x) {
    return switch (layer) {
      case IntegerLayer.Weighted weighted -> weighted(weighted, x);
      case IntegerLayer.MaxPool pool -> maxPool(pool, spatial(x));
      case IntegerLayer.SumPool pool -> sumPool(pool, spatial(x));
      case IntegerLayer.Subsample shortcut -> subsample(shortcut, spatial(x));
      case IntegerLayer.Residual block -> residual(block, x);
      case DenseLayer dense -> concatenate(dense, spatial(x));
      case ChannelAffine affine -> affine(affine, x);
      case RecurrentLayer recurrent -> {
        refuse(
            recurrent.name(),
            "recurrent layers look their gates up in integer tables, which ONNX's cells do not"
                + " have");
        yield OnnxValue.real(x.name(), recurrent.output(), recurrent.units(), true);
      }
    };
  }

  /** A layer with weights. */
  abstract OnnxValue weighted(IntegerLayer.Weighted layer, OnnxValue x);

  /** The sums of windows. */
  abstract OnnxValue sumPool(IntegerLayer.SumPool pool, OnnxValue x);

  /** Both branches of a block and their join. */
  abstract OnnxValue residual(IntegerLayer.Residual block, OnnxValue x);

  /** A scale and an offset a channel. */
  abstract OnnxValue affine(ChannelAffine layer, OnnxValue x);

  /** A tensor in the form of another, of the same grid. */
  abstract OnnxValue inForm(OnnxValue x, boolean quantized);

  private OnnxValue maxPool(IntegerLayer.MaxPool pool, OnnxValue x) {
    String y =
        graph.node(
            "MaxPool",
            graph.fresh("pool"),
            List.of(x.name()),
            List.of(
                OnnxAttribute.of("kernel_shape", pool.size()),
                OnnxAttribute.of("strides", pool.stride()),
                OnnxAttribute.pads(pool.padding())));
    return x.as(y, x.channels());
  }

  private OnnxValue subsample(IntegerLayer.Subsample shortcut, OnnxValue x) {
    String name = graph.fresh("subsample");
    String y = x.name();
    if (shortcut.stride() > 1) {
      y =
          graph.node(
              "Slice",
              name,
              y,
              graph.constant(name + ".starts", OnnxTensor.longs(0, 0)),
              graph.constant(
                  name + ".ends", OnnxTensor.longs(shortcut.in().height(), shortcut.in().width())),
              graph.constant(name + ".axes", OnnxTensor.longs(2, 3)),
              graph.constant(
                  name + ".steps", OnnxTensor.longs(shortcut.stride(), shortcut.stride())));
    }
    int before = shortcut.channelsBefore();
    int after = shortcut.out().channels() - shortcut.in().channels() - before;
    if (before + after > 0) {
      OnnxTensor zero = x.quantized() ? OnnxTensor.unsigned(x.zeroPoint()) : OnnxTensor.scalar(0);
      y =
          graph.node(
              "Pad",
              name + ".channels",
              y,
              graph.constant(name + ".pads", OnnxTensor.longs(0, before, 0, 0, 0, after, 0, 0)),
              graph.constant(name + ".zero", zero));
    }
    return x.as(y, shortcut.out().channels());
  }

  private OnnxValue concatenate(DenseLayer dense, OnnxValue x) {
    OnnxValue grown = inForm(spatial(chain(dense.body(), x)), x.quantized());
    String y =
        graph.node(
            "Concat",
            graph.fresh("dense"),
            List.of(x.name(), grown.name()),
            List.of(new OnnxAttribute.Whole("axis", 1)));
    return x.as(y, dense.out().channels());
  }

  /** With rows and columns. */
  final OnnxValue spatial(OnnxValue x) {
    if (!x.flat()) {
      return x;
    }
    String axes = graph.constant(x.name() + ".axes", OnnxTensor.longs(2, 3));
    String y = graph.node("Unsqueeze", x.name() + ".spatial", x.name(), axes);
    return new OnnxValue(y, x.grid(), x.channels(), false, x.quantized());
  }

  /** One list of numbers an image, planar. */
  final OnnxValue flat(OnnxValue x, int size) {
    if (x.flat()) {
      return x;
    }
    String y = graph.node("Flatten", x.name() + ".flat", x.name());
    return new OnnxValue(y, x.grid(), size, true, x.quantized());
  }

  /** The node of a convolution. */
  final String convolve(IntegerLayer.Convolution c, String output, List<String> inputs) {
    return graph.node(
        "Conv", output, inputs, attributes(c.kernel(), c.stride(), c.padding(), c.groups()));
  }

  /** The attributes of a convolution. */
  static List<OnnxAttribute> attributes(Extent kernel, Extent stride, Extent padding, int groups) {
    return List.of(
        OnnxAttribute.of("kernel_shape", kernel),
        OnnxAttribute.of("strides", stride),
        OnnxAttribute.pads(padding),
        new OnnxAttribute.Whole("group", groups));
  }

  /** The node of a fully connected layer, whose weights lie output by input. */
  final String connect(String output, List<String> inputs) {
    return graph.node("Gemm", output, inputs, List.of(new OnnxAttribute.Whole("transB", 1)));
  }

  /** The extents of a constant with one number a channel. */
  static List<Integer> perChannel(int channels, boolean flat) {
    return flat ? List.of(channels) : List.of(channels, 1, 1);
  }
}
