package org.dyadic.quant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.dyadic.inference.Classifier;
import org.dyadic.model.Layer;
import org.dyadic.model.Network;
import org.dyadic.quant.FloatReference.Tensor;

/** Walks a float and its integer network side by side; each layer takes the integer inputs. */
record FoldWalk(FloatReference reference, String what) {

  /** What a chain ends in: the integers, their grid, and the real values before rounding. */
  record End(long[] q, Grid grid, Tensor real) {}

  /** Follows two images through a network; its logits are those that its executor gives. */
  static void assertFollows(
      QuantizedNetwork quantized, FoldCase real, List<byte[]> images, String what) {
    for (byte[] pixels : images) {
      Tensor input = real.input(pixels);
      Grid grid = quantized.inputGrid();
      long[] q =
          Arrays.stream(input.values()).mapToLong(x -> Math.round(x / grid.step())).toArray();
      FoldWalk walk = new FoldWalk(real.reference(), what);
      End start = new End(q, grid, input);
      End end = walk.follow(real.network().nodes(), quantized.layers(), start, false);
      int[] logits = Classifier.of(quantized).logits(pixels);
      assertArrayEquals(end.q(), Arrays.stream(logits).asLongStream().toArray(), what);
    }
  }

  End follow(List<Network.Node> nodes, List<IntegerLayer> layers, End in, boolean inBlock) {
    End at = in;
    int next = 0;
    for (int i = 0; i < nodes.size(); ) {
      Network.Node head = nodes.get(i);
      if (head.layer() instanceof Layer.Dense && isAlignment(layers.get(next))) {
        at = step(head, layers.get(next++), at, at.real(), false);
      }
      Tensor real =
          switch (head.layer()) {
            case Layer.Residual r -> join(head, layers.get(next), at);
            case Layer.Dense d -> concatenate(head, layers.get(next), at);
            default -> reference.run(head, at.real());
          };
      int end = endOfGroup(nodes, i);
      for (Network.Node elementwise : nodes.subList(i + 1, end)) {
        real = reference.run(elementwise, real);
      }
      if (head.layer() instanceof Layer.Flatten) {
        at = new End(at.q(), at.grid(), real);
      } else {
        at = step(head, layers.get(next++), at, real, inBlock);
      }
      if (next < layers.size() && isDivision(layers.get(next), at.grid())) {
        at = step(head, layers.get(next++), at, at.real(), inBlock);
      }
      i = end;
    }
    if (next == layers.size() - 1 && isAlignment(layers.get(next))) {
      at = step(nodes.getLast(), layers.get(next++), at, at.real(), inBlock);
    }
    assertEquals(layers.size(), next, what);
    return at;
  }

  /** A change of grids before or in a dense layer has that layer's name. */
  private static boolean isAlignment(IntegerLayer layer) {
    return layer instanceof ChannelAffine affine && affine.name().startsWith("dense");
  }

  /** What the fold shift puts after sums whose divisor is no power of two. */
  private static boolean isDivision(IntegerLayer layer, Grid in) {
    return layer instanceof ChannelAffine affine
        && (affine.name().startsWith("avgpool") || affine.name().startsWith("gap"))
        && in.divisor() > 1;
  }

  /** The input's values, then those of the body, which are on the grid already. */
  private Tensor concatenate(Network.Node node, IntegerLayer layer, End in) {
    DenseLayer dense = (DenseLayer) layer;
    Tensor grown = follow(node.body(), dense.body(), in, true).real();
    return FloatReference.concatenate(in.real(), grown);
  }

  /** A convolution or linear layer takes its batch norm, and all that round take a ReLU. */
  private static int endOfGroup(List<Network.Node> nodes, int start) {
    Layer head = nodes.get(start).layer();
    int end = start + 1;
    boolean weighted = head instanceof Layer.Convolution || head instanceof Layer.Linear;
    if (weighted && end < nodes.size() && nodes.get(end).layer() instanceof Layer.BatchNorm) {
      end++;
    }
    boolean rounds = weighted || head instanceof Layer.BatchNorm || head instanceof Layer.Residual;
    if (rounds && end < nodes.size() && nodes.get(end).layer() instanceof Layer.Relu) {
      end++;
    }
    return end;
  }

  /** The real sum of both branches, each with its own integers inside. */
  private Tensor join(Network.Node node, IntegerLayer layer, End in) {
    IntegerLayer.Residual block = (IntegerLayer.Residual) layer;
    double[] body = follow(node.body(), block.body(), in, true).real().values();
    double[] shortcut = follow(node.shortcut(), block.shortcut(), in, true).real().values();
    double[] sum = new double[body.length];
    Arrays.setAll(sum, i -> body[i] + shortcut[i]);
    return new Tensor(node.out(), sum);
  }

  private End step(Network.Node head, IntegerLayer layer, End in, Tensor real, boolean inBlock) {
    long[] q = NaiveReference.run(layer, in.q());
    Grid grid = layer.output();
    if (inBlock && leavesSums(layer)) {
      return new End(q, grid, real);
    }
    boolean rounds =
        layer instanceof IntegerLayer.Residual
            || layer instanceof ChannelAffine
            || (layer instanceof IntegerLayer.Weighted w
                && !(w.epilogue() instanceof Epilogue.Accumulate));
    double[] values = new double[q.length];
    for (int i = 0; i < q.length; i++) {
      values[i] = q[i] * grid.step();
      double exact = real.values()[i] / grid.step();
      String where = "%s %s at %d: %s".formatted(what, head.name(), i, exact);
      if (rounds) {
        double rounded =
            Math.clamp(Math.floor(exact + 0.5), (double) grid.min(), (double) grid.max());
        assertTrue(Math.abs(q[i] - rounded) <= 1, where + " became " + q[i]);
      } else if (layer instanceof IntegerLayer.Weighted) {
        // Of logits only the bias was rounded.
        assertTrue(Math.abs(q[i] - exact) <= 0.5 + 1e-6, where + " became " + q[i]);
      } else {
        assertEquals(exact, (double) q[i], 1e-6 * (1 + Math.abs(exact)), where);
      }
    }
    return new End(q, grid, new Tensor(layer.out(), values));
  }

  /** Whether batch norm and bias wait for the join, after sums that stay or go to the wide grid. */
  private static boolean leavesSums(IntegerLayer layer) {
    return layer instanceof IntegerLayer.Weighted weighted
        && (weighted.epilogue() instanceof Epilogue.Accumulate
            || weighted.output().range().equals(Grid.signed(24, 0).range()));
  }
}
