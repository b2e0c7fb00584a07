package org.dyadic.export.c;

import java.util.ArrayList;
import java.util.List;
import org.dyadic.model.Extent;
import org.dyadic.model.Shape;
import org.dyadic.quant.Grid;
import org.dyadic.quant.IntegerLayer;

/** Writes convolutions, each with what becomes of its sums and perhaps a pool. */
final class Convolutions {
  private static final int STRUCT_BYTES = Places.BYTES + 24 + 32;

  private final Source source;
  private final int words;

  /**
   * A writer.
   *
   * @param words of a tile, a power of two
   */
  Convolutions(Source source, int words) {
    this.source = source;
    this.words = words;
  }

  /**
   * Writes one convolution.
   *
   * @param grid of the input
   * @param finish what becomes of the sums
   * @param pool the windows that go to one output
   * @param groups rows and columns of the output
   * @param side elements of what joins the output from one pixel to the next
   */
  Step write(
      IntegerLayer.Convolution layer,
      Grid grid,
      Tensor in,
      Finish finish,
      Places.Group pool,
      Shape groups,
      Output out,
      int side) {
    WeightMatrix matrix = WeightMatrix.of(layer);
    Coding coding = Coding.of(layer.weights());
    boolean split = layer.weights().scales().twoPlanes();
    Lanes lanes = Lanes.of(matrix, grid, split);
    PackedWeights packed =
        PackedWeights.of(source, layer.name(), coding, matrix, layer.groups(), split);
    Places path =
        Places.of(
            in,
            layer.stride(),
            layer.padding(),
            new Extent(layer.out().height(), layer.out().width()),
            pool,
            groups,
            out.stride(),
            side);
    String struct = struct(layer, in, lanes, packed, path);
    Tile tile = new Tile(words, lanes, split, packed, layer.out().channels() / layer.groups());
    int window = window(pool, tile, finish, out);
    List<Argument> arguments = new ArrayList<>();
    arguments.add(new Argument.Text("&" + struct));
    arguments.addAll(finish.arguments());
    arguments.add(in);
    arguments.add(out.argument());
    arguments.add(new Argument.Words(new Buffer(tile.scratchBytes())));
    return new Step(
        title(layer, pool) + (finish.joins() ? " and join" : ""),
        function(in.type(), out, tile, finish, window),
        arguments,
        tile.work(path.positions(), window, matrix, layer.groups(), finish));
  }

  private static String title(IntegerLayer.Convolution layer, Places.Group pool) {
    String text = "%s: convolution %s".formatted(layer.name(), layer.kernel());
    return pool.size().area() == 1 ? text : text + " with pool " + pool.size();
  }

  private String struct(
      IntegerLayer.Convolution layer, Tensor in, Lanes lanes, PackedWeights packed, Places path) {
    source.need("within.c");
    source.need("walk.c");
    source.need("places.c");
    source.need("taps.c");
    source.need("convolution.c");
    String segments =
        source.array(
            "uint16_t",
            2,
            layer.name() + "_segments",
            lanes.segments().stream().mapToLong(Integer::longValue));
    int inputs = layer.in().channels() / layer.groups();
    return source.struct(
        "convolution",
        STRUCT_BYTES,
        layer.name(),
        "{ %s },\n".formatted(path.fields().strip())
            + taps(layer, in)
            + "%du, %du, %du, %du, %du, %s, %s, %s\n"
                .formatted(
                    layer.groups(),
                    inputs,
                    layer.out().channels() / layer.groups(),
                    layer.fanIn(),
                    layer.weights().bits(),
                    segments,
                    packed.codes(),
                    packed.rest()));
  }

  /** Runs of neighbours: whole rows of the filter where nothing lies beside the image. */
  private static String taps(IntegerLayer.Convolution layer, Tensor in) {
    int inputs = layer.in().channels() / layer.groups();
    boolean rows = layer.padding().columns() == 0 && layer.groups() == 1 && in.stride() == inputs;
    int run = rows ? layer.kernel().columns() * inputs : inputs;
    int column = rows ? run : in.stride();
    int end = rows ? run : layer.kernel().columns() * in.stride();
    return "{ %du, %d, %d, %d, %du, %du },\n"
        .formatted(run, column, end, in.row(), in.row() * in.shape().height(), in.row());
  }

  /**
   * How many sums one rounding takes: all of a pool's window, if the largest value is to be kept
   * and a tile holds whole windows.
   */
  private static int window(Places.Group pool, Tile tile, Finish finish, Output out) {
    long area = pool.size().area();
    boolean whole = area <= tile.positions() && tile.positions() % area == 0;
    boolean early = whole && out.merge() == Output.Merge.LARGEST && finish.falling().isPresent();
    return early ? Math.toIntExact(area) : 1;
  }

  private String function(ElementType in, Output out, Tile tile, Finish finish, int window) {
    needSums(in, tile, window);
    Output.Merge merge = window > 1 ? Output.Merge.NONE : out.merge();
    String key =
        "convolve %s %s %s %d %s%s".formatted(in, out.type(), merge, window, tile, finish.key());
    return source.function(
        key,
        "convolve",
        name ->
            tile.fill(Template.of("convolve.c"))
                .with("name", name)
                .with("in", in.c())
                .with("out", out.type().c())
                .with("parameters", finish.parameters())
                .with("constants", finish.constants())
                .with("channel", finish.channel())
                .with("value", finish.value())
                .with("window", window)
                .with("falling", finish.falling().orElse("0"))
                .when("early", window > 1)
                .with(
                    "store", merge.store("out[place->out + channel]", "place->first", out.type())));
  }

  private void needSums(ElementType in, Tile tile, int window) {
    source.need("no_sums.c", Template.of("no_sums.c").with("size", 2 * words));
    source.need("gather " + in, Template.of("gather.c").with("in", in.c()));
    source.need(
        "gather %s %d %d".formatted(in, tile.lanes().count(), tile.pad()),
        Template.of("gather_lanes.c")
            .words(words)
            .with("in", in.c())
            .with("lanes", tile.lanes().count())
            .with("pad", tile.pad())
            .when("two", tile.lanes().count() == 2)
            .when("one", tile.lanes().count() == 1));
    if (tile.lanes().count() == 2) {
      source.need("lanes.c");
    }
    if (window > 1) {
      source.need("ends " + window, Template.of("ends.c").with("window", window));
    }
    if (tile.lanes().settles()) {
      source.need("settle", Template.of("settle.c").words(words));
    }
    tile.packed().need(source, words);
  }
}
