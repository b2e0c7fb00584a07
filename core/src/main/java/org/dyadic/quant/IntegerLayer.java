package org.dyadic.quant;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.dyadic.model.Extent;
import org.dyadic.model.Shape;

/**
 * One step of a {@link QuantizedNetwork}, defined by integers alone. Tensors are planar: channel,
 * row, column. Every executor computes exactly what is written here.
 */
public sealed interface IntegerLayer
    permits IntegerLayer.Weighted,
        IntegerLayer.MaxPool,
        IntegerLayer.SumPool,
        IntegerLayer.Subsample,
        IntegerLayer.Residual,
        DenseLayer,
        ChannelAffine,
        RecurrentLayer {

  /** The shape of the input. */
  Shape in();

  /** The shape of the output. */
  Shape out();

  /** The grid of the output's values. */
  Grid output();

  /** A layer with weights. */
  sealed interface Weighted extends IntegerLayer {
    /** The layer's name in the float network, such as {@code conv1}. */
    String name();

    /** The weights. */
    Codes weights();

    /** What becomes of an accumulator. */
    Epilogue epilogue();

    /** The weights of one output channel: inputs that one accumulator sums. */
    int fanIn();

    @Override
    default Grid output() {
      return epilogue().output();
    }
  }

  /**
   * A convolution: {@code acc[o][y][x] = sum over i, r, c of w[o][i][r][c] * in[g * I + i][y *
   * stride - padding + r][x * stride - padding + c]}, where I = in.channels / groups, g = o /
   * (out.channels / groups), stride and padding are those of rows and of columns, and inputs
   * outside the image are 0.
   *
   * @param kernel rows and columns of the filter
   */
  record Convolution(
      String name,
      Shape in,
      Shape out,
      Extent kernel,
      Extent stride,
      Extent padding,
      int groups,
      Codes weights,
      Epilogue epilogue)
      implements Weighted {

    /** Checks shapes against the parameters. */
    public Convolution {
      Rules.check(
          kernel.isAtLeast(1)
              && stride.isAtLeast(1)
              && padding.isAtLeast(0)
              && padding.rows() < kernel.rows()
              && padding.columns() < kernel.columns()
              && groups >= 1,
          name,
          "kernel %s, stride %s, padding %s, groups %d",
          kernel,
          stride,
          padding,
          groups);
      Rules.check(
          in.channels() % groups == 0 && out.channels() % groups == 0,
          name,
          "%d groups must divide %d input and %d output channels",
          groups,
          in.channels(),
          out.channels());
      Rules.check(
          out.height() == Rules.windows(in.height(), kernel.rows(), stride.rows(), padding.rows())
              && out.width()
                  == Rules.windows(
                      in.width(), kernel.columns(), stride.columns(), padding.columns()),
          name,
          "input %s does not give output %s",
          in,
          out);
      long expected =
          Rules.product(out.channels(), in.channels() / groups, kernel.rows(), kernel.columns());
      Rules.check(weights.size() == expected, name, "%d codes, not %d", weights.size(), expected);
      epilogue.check(name, out.channels());
    }

    /** A convolution with square filters, the same stride and padding in both directions. */
    public Convolution(
        String name,
        Shape in,
        Shape out,
        int kernel,
        int stride,
        int padding,
        int groups,
        Codes weights,
        Epilogue epilogue) {
      this(
          name,
          in,
          out,
          Extent.square(kernel),
          Extent.square(stride),
          Extent.square(padding),
          groups,
          weights,
          epilogue);
    }

    @Override
    public int fanIn() {
      return in.channels() / groups * Math.toIntExact(kernel.area());
    }
  }

  /** A fully connected layer: {@code acc[o] = sum over i of w[o][i] * in[i]}. */
  record FullyConnected(String name, Shape in, Shape out, Codes weights, Epilogue epilogue)
      implements Weighted {

    /** Checks shapes against the number of codes. */
    public FullyConnected {
      Rules.check(out.area() == 1, name, "output %s must be a vector", out);
      long expected = (long) in.size() * out.channels();
      Rules.check(weights.size() == expected, name, "%d codes, not %d", weights.size(), expected);
      epilogue.check(name, out.channels());
    }

    @Override
    public int fanIn() {
      return in.size();
    }
  }

  /**
   * The largest value of each window over the image with {@code padding} rows and columns around it
   * that never win: the largest of those values of the window that lie in the image. There is
   * always one, since padding is at most size / 2.
   */
  record MaxPool(Shape in, Shape out, Extent size, Extent stride, Extent padding, Grid output)
      implements IntegerLayer {
    /** Checks shapes against the parameters. */
    public MaxPool {
      Rules.checkPool("max pool", in, out, size, stride, padding);
    }

    /** A pool without padding: windows that fit only. */
    public MaxPool(Shape in, Shape out, Extent size, Extent stride, Grid output) {
      this(in, out, size, stride, Extent.square(0), output);
    }

    /** A pool of square windows, padded alike on all sides. */
    public MaxPool(Shape in, Shape out, int size, int stride, int padding, Grid output) {
      this(in, out, Extent.square(size), Extent.square(stride), Extent.square(padding), output);
    }

    /** A pool of square windows without padding. */
    public MaxPool(Shape in, Shape out, int size, int stride, Grid output) {
      this(in, out, size, stride, 0, output);
    }
  }

  /**
   * The exact sum of each window; the division joins the next requantization as the output grid's
   * divisor.
   */
  record SumPool(Shape in, Shape out, Extent size, Extent stride, Grid output)
      implements IntegerLayer {
    /** Checks shapes against the parameters. */
    public SumPool {
      Rules.checkPool("average pool", in, out, size, stride, Extent.square(0));
    }

    /** A pool of square windows. */
    public SumPool(Shape in, Shape out, int size, int stride, Grid output) {
      this(in, out, Extent.square(size), Extent.square(stride), output);
    }
  }

  /** Every stride-th row and column, with zero channels before and after: a shortcut. */
  record Subsample(Shape in, Shape out, int stride, Grid output) implements IntegerLayer {
    /** Checks shapes against the stride. */
    public Subsample {
      Rules.check(
          stride >= 1
              && out.channels() >= in.channels()
              && out.height() == (in.height() + stride - 1) / stride
              && out.width() == (in.width() + stride - 1) / stride,
          "shortcut",
          "input %s with stride %d does not give output %s",
          in,
          stride,
          out);
    }

    /** The number of zero channels before the first real one. */
    public int channelsBefore() {
      return (out.channels() - in.channels()) / 2;
    }
  }

  /**
   * A residual block: {@code q = sat((m[c] * body + b[c] + k[c] * shortcut + 2^(s-1)) >> s)}, one
   * rounding after both branches met. An empty branch is the input itself.
   *
   * @param body ends in a layer whose epilogue leaves accumulators
   * @param shortcut the other branch
   * @param requantize m, b, s and the output's grid
   * @param shortcutMultiplier k, per channel
   */
  record Residual(
      Shape in,
      Shape out,
      List<IntegerLayer> body,
      List<IntegerLayer> shortcut,
      Epilogue.Requantize requantize,
      int[] shortcutMultiplier)
      implements IntegerLayer {

    /** Copies the lists and checks that both branches end in the output's shape. */
    public Residual {
      body = List.copyOf(body);
      shortcut = List.copyOf(shortcut);
      shortcutMultiplier = shortcutMultiplier.clone();
      Rules.check(!body.isEmpty(), "residual", "the body must have a layer");
      for (List<IntegerLayer> branch : List.of(body, shortcut)) {
        Rules.check(
            Rules.chain("residual", in, branch).equals(out),
            "residual",
            "a branch must give %s",
            out);
      }
      requantize.check("residual", out.channels());
      Rules.check(
          shortcutMultiplier.length == out.channels(),
          "residual",
          "%d shortcut multipliers, not %d",
          shortcutMultiplier.length,
          out.channels());
    }

    @Override
    public Grid output() {
      return requantize.output();
    }

    @Override
    public int[] shortcutMultiplier() {
      return shortcutMultiplier.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Residual that
          && in.equals(that.in)
          && out.equals(that.out)
          && body.equals(that.body)
          && shortcut.equals(that.shortcut)
          && requantize.equals(that.requantize)
          && Arrays.equals(shortcutMultiplier, that.shortcutMultiplier);
    }

    @Override
    public int hashCode() {
      return Objects.hash(in, out, body, shortcut, requantize, Arrays.hashCode(shortcutMultiplier));
    }
  }
}
