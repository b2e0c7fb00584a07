package org.dyadic.export.c;

import java.util.ArrayList;
import java.util.List;
import org.dyadic.quant.AccumulatorProof;
import org.dyadic.quant.ChannelAffine;
import org.dyadic.quant.Fold;
import org.dyadic.quant.Grid;

/** Writes scales and offsets of channels that follow no weights. */
final class Affines {
  private final Source source;
  private final Fold fold;

  Affines(Source source, Fold fold) {
    this.source = source;
    this.fold = fold;
  }

  Step write(ChannelAffine layer, Grid grid, Tensor in, Tensor out) {
    Finish finish =
        new Finish(source, fold, layer.name(), false)
            .affine(layer.requantize(), AccumulatorProof.of(layer, grid).narrow());
    List<Argument> arguments = new ArrayList<>();
    arguments.add(Pools.count(in.shape().area()));
    arguments.add(Pools.count(in.shape().channels()));
    arguments.add(Pools.count(in.stride()));
    arguments.add(Pools.count(out.stride()));
    arguments.addAll(finish.arguments());
    arguments.add(in);
    arguments.add(out);
    long size = in.shape().size();
    return new Step(
        layer.name() + ": scale and offset",
        function(in, out, finish),
        arguments,
        new Work(size, size * finish.multiplications()));
  }

  private String function(Tensor in, Tensor out, Finish finish) {
    return source.function(
        "affine %s %s%s".formatted(in.type(), out.type(), finish.key()),
        "affine",
        name ->
            Template.of("affine.c")
                .with("name", name)
                .with("in", in.type().c())
                .with("out", out.type().c())
                .with("parameters", finish.parameters())
                .with("constants", finish.constants())
                .with("channel", finish.channel())
                .with("value", finish.value()));
  }
}
