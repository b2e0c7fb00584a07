package org.dyadic.kernel.vector;

import java.util.Arrays;
import jdk.incubator.vector.ShortVector;
import org.dyadic.kernel.Product;
import org.dyadic.kernel.Scratch;
import org.dyadic.kernel.Window;

/**
 * Sums of convolutions at distance 1 by table lookups in memory, with neighbouring pixels in the
 * lanes: four inputs ({@link TableUnits}) and their four ternary weights are one of 81 sums, and
 * one load takes that sum for a vector of pixels. A table serves all outputs and all its taps. For
 * vectors that have no lookups in registers: AVX2, NEON.
 *
 * <p>The whole image is summed when its first row is asked for. Sums are 16 bits wide within a
 * block ({@link SafeBlocks}), then join 32-bit sums, times 3^k in plane k of wider codes ({@link
 * Trits}).
 */
final class TableProduct implements Product {
  private static final int LANES = ShortVector.SPECIES_PREFERRED.length();

  private final Window window;
  private final TableLayout layout;

  TableProduct(Window window, byte[] weights, int min, int max) {
    this(units(window, min, max), weights, min, max);
  }

  /** With units of the caller's choice, whose sums must fit 16 bits. */
  TableProduct(TableUnits units, byte[] weights, int min, int max) {
    window = units.window();
    layout = new TableLayout(units, weights, LANES, range(min, max));
  }

  private static SafeBlocks.Range range(int min, int max) {
    return new SafeBlocks.Range(min, max, Short.SIZE, false);
  }

  /** Whether the sums of a unit fit 16 bits. */
  static boolean fits(TableUnits units, int min, int max) {
    return range(min, max).holds(TableUnits.INPUTS * units.taps());
  }

  /** The units that cost less, of those that fit. */
  private static TableUnits units(Window window, int min, int max) {
    TableUnits channels = TableUnits.ofChannels(window, LANES);
    TableUnits rows = TableUnits.ofRows(window);
    boolean better = rows.cost(LANES) < channels.cost(LANES);
    return better || !fits(channels, min, max) ? rows : channels;
  }

  /** Whether windows are at distance 1 and have one group, and sums of a unit fit 16 bits. */
  static boolean canDo(Window window, int min, int max) {
    return window.groups() == 1
        && window.stride().rows() == 1
        && window.stride().columns() == 1
        && fits(units(window, min, max), min, max);
  }

  /** Whether building tables and looking sums up takes less than multiplying. */
  static boolean pays(Window window, int min, int max) {
    return units(window, min, max).cost(LANES) < LaneProduct.cost(window);
  }

  @Override
  public Scratch.Need scratch() {
    int sums = layout.sums();
    return new Scratch.Need(sums, sums + layout.tables(), layout.inputs(), 0);
  }

  @Override
  public long bytes() {
    return layout.allBytes();
  }

  @Override
  public void row(int[] in, int y, Scratch scratch, int[] sums) {
    if (y == 0) {
      spread(in, scratch.line());
      sum(scratch);
    }
    layout.row(scratch.ints(), y, sums);
  }

  /** Brings each channel's pixels together, with zeros around the image. */
  private void spread(int[] in, short[] inputs) {
    Arrays.fill(inputs, 0, layout.inputs(), (short) 0);
    FlatImage image = layout.image();
    int channels = window.channels();
    int pitch = image.planes() * image.size();
    for (int plane = 0; plane < image.planes(); plane++) {
      int first = image.first(plane);
      int count = image.columns(plane);
      for (int y = 0; y < window.height(); y++) {
        int from = (y * window.width() + first) * channels;
        int to = plane * image.size() + image.pixel(y, first, plane);
        ChannelPlanes.apart(in, from, channels, count, inputs, to, pitch);
      }
    }
  }

  private void sum(Scratch scratch) {
    short[] shorts = scratch.shorts();
    int sums = layout.sums();
    Arrays.fill(shorts, 0, sums, (short) 0);
    boolean add = false;
    for (int plane = 0; plane < layout.planes(); plane++) {
      for (SafeBlocks.Block block : layout.blocks()) {
        for (int unit = block.from(); unit < block.end(); unit++) {
          build(unit, scratch);
          look(layout.codes(plane, unit), shorts);
        }
        MemoryTables.join(shorts, scratch.ints(), sums, Trits.weight(plane), add);
        add = true;
      }
    }
  }

  /** The tables follow the sums; those of other columns are built from the next planes. */
  private void build(int unit, Scratch scratch) {
    int a = layout.input(unit, 0);
    int b = layout.input(unit, 1);
    int c = layout.input(unit, 2);
    int d = layout.input(unit, 3);
    int size = layout.image().size();
    for (int i = 0; i < layout.count(); i++) {
      int next = i * size;
      int to = layout.sums() + i * layout.table();
      MemoryTables.build(
          scratch.line(), a + next, b + next, c + next, d + next, size, scratch.shorts(), to);
    }
  }

  /** Adds what four inputs give to the sums of all vectors. */
  private void look(TableLayout.Codes codes, short[] shorts) {
    Tiles tiles = layout.tiles();
    for (int tile = 0; tile < tiles.count(); tile++) {
      int from = layout.sums() + tiles.first(tile) * LANES;
      TableTile.look(tiles.size(tile), shorts, from, codes, layout.sumsAt(tile));
    }
  }
}
