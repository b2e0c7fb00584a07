package org.dyadic.train.torch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.dyadic.model.Extent;
import org.dyadic.model.Layer;
import org.dyadic.model.Network;
import org.dyadic.model.Recurrent;

/** Runs a network's layers on tensors, which stay the caller's to close. */
final class Forward implements AutoCloseable {
  private final Map<String, TensorOptional> parameters = new HashMap<>();
  private final Map<String, Tensor> tensors;
  private final TensorOptional none = new TensorOptional();
  private final ActivationRounding rounding;
  private final RecurrentForward recurrent;

  Forward(Map<String, Tensor> tensors, ActivationRounding rounding) {
    this.tensors = tensors;
    this.rounding = rounding;
    this.recurrent = new RecurrentForward(tensors, rounding);
    tensors.forEach((name, tensor) -> parameters.put(name, new TensorOptional(tensor)));
  }

  /** Batch statistics; the running ones move by the usual momentum. */
  Tensor train(Network network, Tensor x) {
    rounding.begin();
    return new Pass(true, Layer.BatchNorm.MOMENTUM, Set.of(), Forward::nobody)
        .run(network.nodes(), x);
  }

  /** Running statistics. */
  Tensor evaluate(Network network, Tensor x) {
    return new Pass(false, 0, Set.of(), Forward::nobody).run(network.nodes(), x);
  }

  /**
   * Shows some tensors to an observer, before they are rounded.
   *
   * @param batchStatistics whether batch norms take those of the batch instead of the running ones,
   *     which stay as they are
   * @param shown names of layers, whose outputs are shown, and of cell states
   */
  void observe(
      Network network,
      Tensor x,
      boolean batchStatistics,
      Set<String> shown,
      BiConsumer<String, Tensor> observer) {
    new Pass(batchStatistics, 0, shown, observer).run(network.nodes(), x);
  }

  /** Batch statistics; the running ones move by the given momentum. */
  void reestimate(Network network, Tensor x, double momentum) {
    new Pass(true, momentum, Set.of(), Forward::nobody).run(network.nodes(), x);
  }

  private static void nobody(String name, Tensor x) {}

  /** One pass with fixed treatment of batch norm. */
  private final class Pass {
    private final boolean training;
    private final double momentum;
    private final Set<String> shown;
    private final BiConsumer<String, Tensor> observer;

    Pass(
        boolean training, double momentum, Set<String> shown, BiConsumer<String, Tensor> observer) {
      this.training = training;
      this.momentum = momentum;
      this.shown = shown;
      this.observer = observer;
    }

    Tensor run(List<Network.Node> nodes, Tensor input) {
      Tensor x = input;
      Layer before = null;
      for (Network.Node node : nodes) {
        showCellStates(node, x);
        x = layer(node, before, x);
        if (shown.contains(node.name())) {
          observer.accept(node.name(), x);
        }
        x = rounding.round(node.name(), x);
        before = node.layer();
      }
      return x;
    }

    private void showCellStates(Network.Node node, Tensor x) {
      String name = node.name() + "." + Recurrent.CELL_STATE;
      if (node.layer() instanceof Recurrent.Lstm cell && shown.contains(name)) {
        observer.accept(name, recurrent.cellStates(node, cell, x));
      }
    }

    private Tensor layer(Network.Node node, Layer before, Tensor x) {
      return switch (node.layer()) {
        case Layer.Convolution c -> convolve(node.name(), c, planar(x));
        case Layer.Linear l ->
            torch.linear(
                vector(x), tensors.get(node.name() + ".weight"), bias(node.name(), l.bias()));
        case Layer.BatchNorm b -> batchNorm(node.name(), x);
        case Layer.Relu r -> ownsItsOutput(before) ? x.relu_() : x.relu();
        case Layer.MaxPool p -> maxPool(planar(x), p.size(), p.stride(), p.padding());
        case Layer.AveragePool p ->
            torch.avg_pool2d(
                planar(x),
                pair(p.size()),
                pair(p.stride()),
                pair(0),
                false,
                true,
                new LongOptional());
        case Layer.GlobalAveragePool p -> planar(x).mean(2, 3);
        case Layer.Flatten f -> torch.flatten(x, 1, -1);
        case Layer.Subsample s -> subsample(node, s, planar(x));
        case Layer.Residual r -> join(r, run(node.body(), x), run(node.shortcut(), x));
        case Recurrent r -> recurrent.lastHidden(node, r, x, training);
        case Layer.Dense d -> {
          // Both parts come to the grid of the concatenation, to which it is rounded once more.
          Tensor part = rounding.round(node.name(), x);
          yield concatenate(part, rounding.round(node.name(), run(node.body(), part)));
        }
      };
    }

    private Tensor batchNorm(String name, Tensor x) {
      return torch.batch_norm(
          x,
          parameters.get(name + ".weight"),
          parameters.get(name + ".bias"),
          parameters.get(name + ".running_mean"),
          parameters.get(name + ".running_var"),
          training,
          momentum,
          Layer.BatchNorm.EPSILON,
          false);
    }
  }

  /** Whether a layer makes a new tensor that its own backward pass does not read. */
  private static boolean ownsItsOutput(Layer layer) {
    return layer instanceof Layer.BatchNorm || layer instanceof Layer.Residual;
  }

  /** Channels of one pixel may lie in four dimensions or in two; linear layers want two. */
  private static Tensor vector(Tensor x) {
    return x.dim() == 2 ? x : torch.flatten(x, 1, -1);
  }

  private static Tensor planar(Tensor x) {
    return x.dim() == 4 ? x : x.view(x.size(0), x.size(1), 1, 1);
  }

  private static Tensor join(Layer.Residual block, Tensor body, Tensor shortcut) {
    Tensor side = body.dim() == 2 ? vector(shortcut) : planar(shortcut);
    return ownsItsOutput(block.body().getLast()) ? body.add_(side) : body.add(side);
  }

  private static Tensor concatenate(Tensor x, Tensor grown) {
    return torch.cat(new TensorVector(x, x.dim() == 2 ? vector(grown) : planar(grown)), 1);
  }

  /**
   * Single pixels at a distance are taken first and convolved at distance 1: for fewer than eight
   * channels oneDNN's AVX2 code for such convolutions writes beyond its memory.
   */
  private Tensor convolve(String name, Layer.Convolution c, Tensor x) {
    boolean apart = c.kernel().equals(Extent.square(1));
    return torch.conv2d(
        apart ? every(x, c.stride()) : x,
        tensors.get(name + ".weight"),
        bias(name, c.bias()),
        pair(apart ? Extent.square(1) : c.stride()),
        pair(c.padding()),
        pair(1),
        c.groups());
  }

  private TensorOptional bias(String name, boolean present) {
    return present ? parameters.get(name + ".bias") : none;
  }

  private static Tensor maxPool(Tensor x, Extent size, Extent stride, Extent padding) {
    return torch.max_pool2d(x, pair(size), pair(stride), pair(padding), pair(1), false);
  }

  /** Every stride-th row and column, and zero channels around the old ones. */
  private static Tensor subsample(Network.Node node, Layer.Subsample s, Tensor x) {
    Tensor kept = every(x, Extent.square(s.stride()));
    int before = s.channelsBefore(node.in());
    int after = s.channels() - node.in().channels() - before;
    return torch.constant_pad_nd(kept, 0, 0, 0, 0, before, after);
  }

  /** The pixels of so distant rows and columns, from the first on. */
  private static Tensor every(Tensor x, Extent stride) {
    LongOptional open = new LongOptional();
    return x.slice(2, open, open, stride.rows()).slice(3, open, open, stride.columns());
  }

  private static long[] pair(long value) {
    return new long[] {value, value};
  }

  private static long[] pair(Extent extent) {
    return new long[] {extent.rows(), extent.columns()};
  }

  @Override
  public void close() {
    parameters.values().forEach(TensorOptional::close);
    none.close();
  }
}
