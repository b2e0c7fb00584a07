package org.dyadic.export.c;

import java.util.List;
import java.util.Optional;
import org.dyadic.model.Extent;
import org.dyadic.model.Shape;
import org.dyadic.quant.AccumulatorProof;
import org.dyadic.quant.ChannelAffine;
import org.dyadic.quant.DenseLayer;
import org.dyadic.quant.Fold;
import org.dyadic.quant.Grid;
import org.dyadic.quant.IntegerLayer;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.RecurrentLayer;

/** Turns layers into calls of C functions, and says which parts of the arena they use. */
final class Lowering {
  private final Source source;
  private final Fold fold;
  private final Plan plan;
  private final Schedule schedule;
  private final Convolutions convolutions;
  private final Connections connections;
  private final Pools pools;

  private Lowering(Source source, Fold fold, Plan plan) {
    this.source = source;
    this.fold = fold;
    this.plan = plan;
    this.schedule = new Schedule(source);
    this.convolutions = new Convolutions(source, plan.words());
    this.connections = new Connections(source, plan.words(), plan.byteTables());
    this.pools = new Pools(source);
  }

  /** The calls of a network; functions and constants go to the source. */
  static Schedule lower(QuantizedNetwork network, Source source, Plan plan) {
    Lowering lowering = new Lowering(source, network.fold(), plan);
    Tensor input = Tensor.of(ElementType.S8, network.preprocessing().shape());
    lowering.schedule.add(Inputs.write(source, network.preprocessing(), input));
    List<IntegerLayer> layers = network.layers();
    IntegerLayer.Weighted last = (IntegerLayer.Weighted) layers.getLast();
    List<IntegerLayer> before = layers.subList(0, layers.size() - 1);
    Grid grid = before.isEmpty() ? network.inputGrid() : before.getLast().output();
    Tensor hidden = lowering.chain(before, input, network.inputGrid(), Optional.empty());
    Finish finish = lowering.finish(last, grid);
    lowering.weighted(last, grid, hidden, finish, Output.logits(last.out().channels()), 0);
    lowering.schedule.overwrite();
    return lowering.schedule;
  }

  /**
   * Lowers layers one after another.
   *
   * @param target where the last one's output goes; empty for a tensor of its own
   */
  private Tensor chain(
      List<IntegerLayer> layers, Tensor in, Grid inputGrid, Optional<Tensor> target) {
    Tensor current = in;
    Grid grid = inputGrid;
    Optional<Tensor> grown = Optional.empty();
    for (int i = 0; i < layers.size(); ) {
      int end = end(layers, i);
      List<IntegerLayer> run = layers.subList(i, end);
      Optional<Tensor> next = end == layers.size() ? target : growth(layers, end, target);
      Tensor out =
          run.getFirst() instanceof DenseLayer
              ? grow(run, current, grid, grown, next)
              : single(run, current, grid, next.map(t -> t.part(0, last(run).channels())));
      grown = next;
      current = out;
      grid = run.getLast().output();
      i = end;
    }
    return current;
  }

  private static Shape last(List<IntegerLayer> layers) {
    return layers.getLast().out();
  }

  /** The end of what is lowered together: dense layers in a row, or a convolution and its pool. */
  private int end(List<IntegerLayer> layers, int index) {
    int end = index + 1;
    if (layers.get(index) instanceof DenseLayer) {
      while (end < layers.size() && layers.get(end) instanceof DenseLayer) {
        end++;
      }
    } else if (layers.get(index) instanceof IntegerLayer.Convolution
        && end < layers.size()
        && joins(layers.get(end))) {
      end++;
    }
    return end;
  }

  /** Whether a layer is a pool that the convolution before it takes over. */
  private boolean joins(IntegerLayer layer) {
    return switch (layer) {
      case IntegerLayer.MaxPool pool -> plan.overlapping() || apart(pool.size(), pool.stride());
      case IntegerLayer.SumPool pool -> plan.overlapping() || apart(pool.size(), pool.stride());
      default -> false;
    };
  }

  private static boolean apart(Extent size, Extent stride) {
    return stride.rows() >= size.rows() && stride.columns() >= size.columns();
  }

  /** The tensor that dense layers grow, if some begin at an index; what comes before fills it. */
  private Optional<Tensor> growth(List<IntegerLayer> layers, int index, Optional<Tensor> target) {
    if (!(layers.get(index) instanceof DenseLayer)) {
      return Optional.empty();
    }
    int end = end(layers, index);
    IntegerLayer whole = layers.get(end - 1);
    return end == layers.size() && target.isPresent()
        ? target
        : Optional.of(Tensor.of(ElementType.of(whole.output()), whole.out()));
  }

  /** Dense layers: each adds its channels to one tensor. */
  private Tensor grow(
      List<IntegerLayer> run,
      Tensor in,
      Grid grid,
      Optional<Tensor> grown,
      Optional<Tensor> target) {
    IntegerLayer whole = run.getLast();
    Tensor all =
        grown
            .or(() -> target)
            .orElseGet(() -> Tensor.of(ElementType.of(whole.output()), whole.out()));
    if (grown.isEmpty()) {
      schedule.add(pools.copy(in, all.part(0, in.shape().channels())));
    }
    for (IntegerLayer layer : run) {
      DenseLayer dense = (DenseLayer) layer;
      int before = dense.in().channels();
      Tensor more = all.part(before, dense.out().channels() - before);
      chain(dense.body(), all.part(0, before), grid, Optional.of(more));
    }
    return all;
  }

  /** A layer, or a convolution with its pool. */
  private Tensor single(List<IntegerLayer> run, Tensor in, Grid grid, Optional<Tensor> target) {
    IntegerLayer layer = run.getFirst();
    IntegerLayer end = run.getLast();
    Tensor out = target.orElseGet(() -> Tensor.of(ElementType.of(end.output()), end.out()));
    switch (layer) {
      case IntegerLayer.Convolution conv -> convolve(conv, end, in, grid, out);
      case IntegerLayer.FullyConnected connected ->
          weighted(connected, grid, in, finish(connected, grid), Output.of(out), 0);
      case IntegerLayer.MaxPool pool -> schedule.add(pools.write(pool, in, out));
      case IntegerLayer.SumPool pool -> schedule.add(pools.write(pool, in, out));
      case IntegerLayer.Subsample shortcut -> schedule.add(pools.write(shortcut, in, out));
      case IntegerLayer.Residual block -> join(block, in, grid, out, target.isEmpty());
      case ChannelAffine affine ->
          schedule.add(new Affines(source, fold).write(affine, grid, in, out));
      case RecurrentLayer recurrent ->
          schedule.add(new Cells(source, fold, connections).write(recurrent, compact(in), out));
      case DenseLayer dense -> throw new IllegalStateException("dense layers are grown");
    }
    return out;
  }

  private void convolve(
      IntegerLayer.Convolution conv, IntegerLayer end, Tensor in, Grid grid, Tensor out) {
    Places.Group group =
        switch (end) {
          case IntegerLayer.MaxPool pool ->
              new Places.Group(pool.size(), pool.stride(), pool.padding());
          case IntegerLayer.SumPool pool ->
              new Places.Group(pool.size(), pool.stride(), Extent.square(0));
          default -> Places.Group.SINGLE;
        };
    Output.Merge merge =
        switch (end) {
          case IntegerLayer.MaxPool pool -> Output.Merge.LARGEST;
          case IntegerLayer.SumPool pool -> Output.Merge.SUM;
          default -> Output.Merge.NONE;
        };
    schedule.add(
        convolutions.write(
            conv, grid, in, finish(conv, grid), group, end.out(), Output.merged(out, merge), 0));
  }

  private Finish finish(IntegerLayer.Weighted layer, Grid grid) {
    return new Finish(source, fold, layer.name(), layer instanceof IntegerLayer.Convolution)
        .epilogue(layer.epilogue(), AccumulatorProof.of(layer, grid));
  }

  /** A layer with weights that no pool follows. */
  private void weighted(
      IntegerLayer.Weighted layer, Grid grid, Tensor in, Finish finish, Output out, int side) {
    switch (layer) {
      case IntegerLayer.Convolution conv ->
          schedule.add(
              convolutions.write(
                  conv, grid, in, finish, Places.Group.SINGLE, conv.out(), out, side));
      case IntegerLayer.FullyConnected connected ->
          schedule.add(connections.write(connected, compact(in), finish, out));
    }
  }

  /** A tensor without gaps between its pixels. */
  private Tensor compact(Tensor in) {
    if (in.isCompact()) {
      return in;
    }
    Tensor out = Tensor.of(in.type(), in.shape());
    schedule.add(pools.copy(in, out));
    return out;
  }

  /** A residual block; the last layer of its body takes the join over. */
  private void join(
      IntegerLayer.Residual block, Tensor in, Grid grid, Tensor out, boolean mayOverwrite) {
    int last = block.body().size() - 1;
    List<IntegerLayer> before = block.body().subList(0, last);
    Tensor inner = chain(before, in, grid, Optional.empty());
    Grid innerGrid = before.isEmpty() ? grid : before.getLast().output();
    Tensor side = chain(block.shortcut(), in, grid, Optional.empty());
    IntegerLayer.Weighted layer = (IntegerLayer.Weighted) block.body().get(last);
    Finish finish =
        finish(layer, innerGrid)
            .join(
                block.requantize(),
                block.shortcutMultiplier(),
                side,
                AccumulatorProof.of(block, grid));
    weighted(layer, innerGrid, inner, finish, Output.of(out), side.stride());
    if (mayOverwrite && overwritable(side, out) && inner.buffer() != side.buffer()) {
      schedule.mayOverwrite(side, out);
    }
  }

  private static boolean overwritable(Tensor side, Tensor out) {
    return side.type().bytes() == out.type().bytes()
        && side.stride() == out.stride()
        && side.channel() == out.channel();
  }
}
