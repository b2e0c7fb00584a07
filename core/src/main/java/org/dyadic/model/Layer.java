package org.dyadic.model;

import java.util.List;

/**
 * One layer of a float {@link Network}: its structure, without weights. Each layer knows the shape
 * that it makes of another; {@link Network} asks it and reports what does not fit.
 */
public sealed interface Layer
    permits Layer.Convolution,
        Layer.Linear,
        Layer.BatchNorm,
        Layer.Relu,
        Layer.MaxPool,
        Layer.AveragePool,
        Layer.GlobalAveragePool,
        Layer.Flatten,
        Layer.Subsample,
        Layer.Residual,
        Layer.Dense,
        Recurrent {

  /**
   * The output's shape for an input's shape.
   *
   * @throws IllegalArgumentException if the input does not fit; the message gives value and rule
   */
  Shape outputShape(Shape in);

  /**
   * A convolution, weights in the order output, input, row, column. One of 1 x k filters on inputs
   * of one row is a one-dimensional convolution.
   *
   * @param filters output channels
   * @param kernel rows and columns of a filter
   * @param stride step between windows
   * @param padding rows of zeros above and below, columns of zeros left and right
   * @param groups input and output channels are split into so many independent groups
   * @param bias whether a bias is added
   */
  record Convolution(
      int filters, Extent kernel, Extent stride, Extent padding, int groups, boolean bias)
      implements Layer {
    /** Checks the parameters that no input shape can repair. */
    public Convolution {
      LayerRules.require(filters >= 1, "filters (=%d) must be at least 1", filters);
      LayerRules.require(kernel.isAtLeast(1), "kernel (=%s) must be at least 1", kernel);
      LayerRules.require(stride.isAtLeast(1), "stride (=%s) must be at least 1", stride);
      LayerRules.require(
          padding.isAtLeast(0)
              && padding.rows() < kernel.rows()
              && padding.columns() < kernel.columns(),
          "padding (=%s) must be at least 0 and less than the kernel (=%s)",
          padding,
          kernel);
      LayerRules.require(
          groups >= 1 && filters % groups == 0,
          "filters (=%d) must be divisible by groups (=%d)",
          filters,
          groups);
    }

    /** A convolution with square filters, the same stride and padding in both directions. */
    public Convolution(int filters, int kernel, int stride, int padding, int groups, boolean bias) {
      this(
          filters,
          Extent.square(kernel),
          Extent.square(stride),
          Extent.square(padding),
          groups,
          bias);
    }

    @Override
    public Shape outputShape(Shape in) {
      LayerRules.require(
          in.channels() % groups == 0,
          "input channels (=%d) must be divisible by groups (=%d)",
          in.channels(),
          groups);
      return LayerRules.window(in, filters, kernel, stride, padding);
    }
  }

  /**
   * A fully connected layer on a flat input, weights in the order output, input.
   *
   * @param units output features
   * @param bias whether a bias is added
   */
  record Linear(int units, boolean bias) implements Layer {
    /** Checks the number of units. */
    public Linear {
      LayerRules.require(units >= 1, "units (=%d) must be at least 1", units);
    }

    @Override
    public Shape outputShape(Shape in) {
      LayerRules.require(in.area() == 1, "input %s must be flat: put a flatten before it", in);
      return Shape.vector(units);
    }
  }

  /** Batch normalisation of each channel, with gamma and beta; epsilon 1e-5, momentum 0.1. */
  record BatchNorm() implements Layer {
    /** Added to the variance under the root. */
    public static final double EPSILON = 1e-5;

    /** The weight of a new batch in the running statistics. */
    public static final double MOMENTUM = 0.1;

    @Override
    public Shape outputShape(Shape in) {
      return in;
    }
  }

  /** max(x, 0). */
  record Relu() implements Layer {
    @Override
    public Shape outputShape(Shape in) {
      return in;
    }
  }

  /**
   * The largest value of each window. Padding never wins: it counts as minus infinity.
   *
   * @param size rows and columns of a window
   * @param stride step between windows
   * @param padding rows and columns around the input, at most size / 2, so that every window holds
   *     a value of the input
   */
  record MaxPool(Extent size, Extent stride, Extent padding) implements Layer {
    /** Checks the parameters. */
    public MaxPool {
      LayerRules.requirePool(size, stride);
      LayerRules.require(
          padding.isAtLeast(0)
              && padding.rows() <= size.rows() / 2
              && padding.columns() <= size.columns() / 2,
          "padding (=%s) must lie in 0 .. size / 2 (=%s)",
          padding,
          new Extent(size.rows() / 2, size.columns() / 2));
    }

    /** A pool without padding: windows that fit only. */
    public MaxPool(Extent size, Extent stride) {
      this(size, stride, Extent.square(0));
    }

    /** A pool of square windows, padded alike on all sides. */
    public MaxPool(int size, int stride, int padding) {
      this(Extent.square(size), Extent.square(stride), Extent.square(padding));
    }

    /** A pool of square windows without padding. */
    public MaxPool(int size, int stride) {
      this(size, stride, 0);
    }

    @Override
    public Shape outputShape(Shape in) {
      return LayerRules.window(in, in.channels(), size, stride, padding);
    }
  }

  /** The mean of each window; windows that fit only. */
  record AveragePool(Extent size, Extent stride) implements Layer {
    /** Checks the parameters. */
    public AveragePool {
      LayerRules.requirePool(size, stride);
    }

    /** A pool of square windows. */
    public AveragePool(int size, int stride) {
      this(Extent.square(size), Extent.square(stride));
    }

    @Override
    public Shape outputShape(Shape in) {
      return LayerRules.window(in, in.channels(), size, stride, Extent.square(0));
    }
  }

  /** The mean of each channel. */
  record GlobalAveragePool() implements Layer {
    @Override
    public Shape outputShape(Shape in) {
      return Shape.vector(in.channels());
    }
  }

  /** Channels, rows and columns become one vector, in that order. */
  record Flatten() implements Layer {
    @Override
    public Shape outputShape(Shape in) {
      return Shape.vector(in.size());
    }
  }

  /**
   * A shortcut without parameters: every stride-th row and column; new channels are zero, the first
   * half of them before the old ones.
   *
   * @param stride step between the rows and columns kept
   * @param channels output channels, at least as many as come in
   */
  record Subsample(int stride, int channels) implements Layer {
    /** Checks the parameters. */
    public Subsample {
      LayerRules.require(stride >= 1, "stride (=%d) must be at least 1", stride);
      LayerRules.require(channels >= 1, "channels (=%d) must be at least 1", channels);
    }

    @Override
    public Shape outputShape(Shape in) {
      LayerRules.require(
          channels >= in.channels(),
          "channels (=%d) must be at least the input's (=%d)",
          channels,
          in.channels());
      return new Shape(
          channels, (in.height() + stride - 1) / stride, (in.width() + stride - 1) / stride);
    }

    /** The number of zero channels before the input's. */
    public int channelsBefore(Shape in) {
      return (channels - in.channels()) / 2;
    }
  }

  /**
   * body(x) + shortcut(x); an empty shortcut is x itself. A ReLU after the sum is a layer of its
   * own.
   *
   * @param body at least one layer
   * @param shortcut any number of layers
   */
  record Residual(List<Layer> body, List<Layer> shortcut) implements Layer {
    /** Copies the lists. */
    public Residual {
      body = List.copyOf(body);
      shortcut = List.copyOf(shortcut);
      LayerRules.require(!body.isEmpty(), "a residual block needs at least one layer in its body");
    }

    @Override
    public Shape outputShape(Shape in) {
      Shape main = through(body, in);
      Shape side = through(shortcut, in);
      LayerRules.require(main.equals(side), "body gives %s but shortcut gives %s", main, side);
      return main;
    }
  }

  /**
   * The channels of x, then those of body(x): one layer of a dense block (arXiv 1608.06993).
   *
   * @param body at least one layer; keeps rows and columns
   */
  record Dense(List<Layer> body) implements Layer {
    /** Copies the list. */
    public Dense {
      body = List.copyOf(body);
      LayerRules.require(!body.isEmpty(), "a dense layer needs at least one layer in its body");
    }

    @Override
    public Shape outputShape(Shape in) {
      Shape grown = through(body, in);
      LayerRules.require(
          grown.height() == in.height() && grown.width() == in.width(),
          "body gives %s, but rows and columns must stay those of the input %s",
          grown,
          in);
      return new Shape(Math.addExact(in.channels(), grown.channels()), in.height(), in.width());
    }
  }

  private static Shape through(List<Layer> layers, Shape in) {
    Shape shape = in;
    for (Layer layer : layers) {
      shape = layer.outputShape(shape);
    }
    return shape;
  }
}
