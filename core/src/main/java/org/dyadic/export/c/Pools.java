package org.dyadic.export.c;

import java.util.ArrayList;
import java.util.List;
import org.dyadic.model.Extent;
import org.dyadic.quant.IntegerLayer;

/** Writes what moves values without weights: pools, shortcuts and copies. */
final class Pools {
  private final Source source;

  Pools(Source source) {
    this.source = source;
  }

  Step write(IntegerLayer.MaxPool pool, Tensor in, Tensor out) {
    Places.Group group = new Places.Group(pool.size(), pool.stride(), pool.padding());
    return pool(
        "max pool " + pool.size(), group, in, Output.merged(out, Output.Merge.LARGEST), out);
  }

  Step write(IntegerLayer.SumPool pool, Tensor in, Tensor out) {
    Places.Group group = new Places.Group(pool.size(), pool.stride(), Extent.square(0));
    return pool(
        "average pool " + pool.size(), group, in, Output.merged(out, Output.Merge.SUM), out);
  }

  private Step pool(String title, Places.Group group, Tensor in, Output output, Tensor out) {
    Places path =
        Places.of(
            in,
            Extent.square(1),
            Extent.square(0),
            new Extent(in.shape().height(), in.shape().width()),
            group,
            out.shape(),
            out.stride(),
            0);
    String function =
        source.function(
            "pool %s %s %s".formatted(in.type(), out.type(), output.merge()),
            "pool",
            name ->
                Template.of("pool.c")
                    .with("name", name)
                    .with("in", in.type().c())
                    .with("out", out.type().c())
                    .with("store", output.merge().store("*to", "place.first", out.type())));
    long work = path.positions() * in.shape().channels();
    return step(title, function, path, List.of(count(in.shape().channels())), in, out, work);
  }

  Step write(IntegerLayer.Subsample shortcut, Tensor in, Tensor out) {
    Extent windows = new Extent(out.shape().height(), out.shape().width());
    Places path =
        Places.of(
            in,
            Extent.square(shortcut.stride()),
            Extent.square(0),
            windows,
            Places.Group.SINGLE,
            out.shape(),
            out.stride(),
            0);
    source.need("subsample " + in.type(), Template.of("subsample.c").with("in", in.type().c()));
    int before = shortcut.channelsBefore();
    int channels = in.shape().channels();
    int after = out.shape().channels() - before - channels;
    return step(
        "shortcut",
        "subsample_" + in.type().c(),
        path,
        List.of(count(before), count(channels), count(after)),
        in,
        out,
        0);
  }

  private Step step(
      String title,
      String function,
      Places path,
      List<Argument> counts,
      Tensor in,
      Tensor out,
      long additions) {
    source.need("within.c");
    source.need("walk.c");
    String name = source.struct("path", Places.BYTES, title, path.fields());
    List<Argument> arguments = new ArrayList<>();
    arguments.add(new Argument.Text("&" + name));
    arguments.addAll(counts);
    arguments.add(in);
    arguments.add(out);
    return new Step(title, function, arguments, new Work(additions, 0));
  }

  /** Copies a tensor pixel by pixel. */
  Step copy(Tensor in, Tensor out) {
    source.need("copy " + in.type(), Template.of("copy.c").with("in", in.type().c()));
    return new Step(
        "concatenation",
        "copy_" + in.type().c(),
        List.of(
            count(in.shape().area()),
            count(in.shape().channels()),
            count(in.stride()),
            count(out.stride()),
            in,
            out),
        Work.NONE);
  }

  static Argument count(int number) {
    return new Argument.Text(number + "u");
  }
}
