package org.dyadic.kernel.vector;

import java.util.Arrays;
import java.util.List;
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

  /** Vectors that are summed at a time, as long as there are so many. */
  private static final int TILE = TableTile.VECTORS;

  private final Window window;
  private final TableUnits units;
  private final FlatImage image;
  private final int planes;
  private final TableTile.Codes[] codes;
  private final List<SafeBlocks.Block> blocks;

  TableProduct(Window window, byte[] weights, int min, int max) {
    this.window = window;
    units = units(window, min, max);
    image = new FlatImage(window, LANES);
    planes = Trits.planes(weights);
    codes = codes(pack(weights));
    int size = TableUnits.INPUTS * units.taps();
    blocks =
        new SafeBlocks(
                new SafeBlocks.Extents(window.outChannels(), planes, 1, units.count(), size),
                (plane, output, row, unit, i) ->
                    trit(
                        weights, plane, output, unit, i / TableUnits.INPUTS, i % TableUnits.INPUTS),
                range(min, max))
            .find();
  }

  private static SafeBlocks.Range range(int min, int max) {
    return new SafeBlocks.Range(min, max, Short.SIZE, false);
  }

  /** Whether the sums of a unit fit 16 bits. */
  private static boolean fits(TableUnits units, int min, int max) {
    return range(min, max).holds(TableUnits.INPUTS * units.taps());
  }

  /** The units that cost less, of those that fit. */
  private static TableUnits units(Window window, int min, int max) {
    TableUnits channels = new TableUnits(window, false);
    TableUnits rows = new TableUnits(window, true);
    boolean better = lookups(rows) < lookups(channels);
    return better || !fits(channels, min, max) ? rows : channels;
  }

  /** Whether windows are at distance 1 and have one group, and sums of a unit fit 16 bits. */
  static boolean canDo(Window window, int min, int max) {
    return window.groups() == 1
        && window.stride().rows() == 1
        && window.stride().columns() == 1
        && fits(units(window, min, max), min, max);
  }

  /**
   * Lookups and entries of tables, for a vector of pixels; and to fetch and store a sum takes as
   * long as two lookups.
   */
  private static double lookups(TableUnits units) {
    double each = units.taps() + 2 * Math.ceilDiv(units.taps(), TableTile.NINE);
    return units.count() * (each * units.window().outChannels() + MemoryTables.SUMS);
  }

  /**
   * Whether building tables and looking sums up takes less than multiplying: a lookup and its
   * addition take about as long as a product of {@link LaneProduct}, lane by lane.
   */
  static boolean pays(Window window, int min, int max) {
    double vectors = new FlatImage(window, LANES).vectors();
    double pixels = window.outHeight() * window.outWidth();
    double products = (double) window.fanIn() * window.outChannels();
    return lookups(units(window, min, max)) * vectors * LANES < products * pixels;
  }

  /** Those of each plane and unit. */
  private TableTile.Codes[] codes(byte[] packed) {
    int[] offsets = new int[units.taps()];
    for (int tap = 0; tap < offsets.length; tap++) {
      offsets[tap] = image.offset(units.row(tap), units.column(tap));
    }
    int outputs = window.outChannels();
    TableTile.Codes[] all = new TableTile.Codes[planes * units.count()];
    for (int i = 0; i < all.length; i++) {
      int at = i * outputs * offsets.length;
      all[i] = new TableTile.Codes(packed, at, outputs, offsets, image.size());
    }
    return all;
  }

  private byte[] pack(byte[] weights) {
    byte[] packed = new byte[planes * units.count() * window.outChannels() * units.taps()];
    int at = 0;
    for (int plane = 0; plane < planes; plane++) {
      for (int unit = 0; unit < units.count(); unit++) {
        for (int output = 0; output < window.outChannels(); output++) {
          for (int tap = 0; tap < units.taps(); tap++) {
            int code = 0;
            for (int i = TableUnits.INPUTS - 1; i >= 0; i--) {
              code = 3 * code + trit(weights, plane, output, unit, tap, i) + 1;
            }
            packed[at++] = (byte) code;
          }
        }
      }
    }
    return packed;
  }

  private int trit(byte[] weights, int plane, int output, int unit, int tap, int index) {
    return units.has(unit, index)
        ? Trits.digit(weights[output * window.fanIn() + units.weight(unit, tap, index)], plane)
        : 0;
  }

  @Override
  public Scratch.Need scratch() {
    int beyond = image.offset(window.size().rows(), window.size().columns()) + TILE * LANES;
    int tables = MemoryTables.SUMS * image.size() + beyond;
    int channels = window.channels() * image.size() + window.size().columns();
    return new Scratch.Need(sums(), sums() + tables, channels, 0);
  }

  /** Sums of all outputs, and of the pixels that fill vectors up; the tables follow them. */
  private int sums() {
    return image.vectors() * LANES * window.outChannels();
  }

  @Override
  public long bytes() {
    return (long) codes.length * window.outChannels() * units.taps();
  }

  @Override
  public void row(int[] in, int y, Scratch scratch, int[] sums) {
    if (y == 0) {
      spread(in, scratch.line());
      sum(scratch);
    }
    for (int x = 0; x < window.outWidth(); ) {
      int lane = image.lane(y, x);
      int tile = tileOf(lane / LANES);
      int within = lane - tile * LANES;
      int count = Math.min(vectorsAt(tile) * LANES - within, window.outWidth() - x);
      int outputs = window.outChannels();
      int from = tile * LANES * outputs + within;
      int pitch = vectorsAt(tile) * LANES;
      ChannelPlanes.together(scratch.ints(), from, pitch, sums, x * outputs, outputs, count);
      x += count;
    }
  }

  /** The first vector of those that are summed with one. */
  private int tileOf(int vector) {
    int first = vector - vector % TILE;
    return vectorsAt(first) == TILE ? first : vector;
  }

  private int vectorsAt(int first) {
    return first + TILE <= image.vectors() ? TILE : 1;
  }

  /** Brings each channel's pixels together, with zeros around the image. */
  private void spread(int[] in, short[] channels) {
    int count = window.channels();
    Arrays.fill(channels, 0, count * image.size() + window.size().columns(), (short) 0);
    int size = image.size();
    for (int y = 0; y < window.height(); y++) {
      int from = y * window.width() * count;
      ChannelPlanes.apart(in, from, count, window.width(), channels, image.pixel(y, 0), size);
    }
  }

  private void sum(Scratch scratch) {
    short[] shorts = scratch.shorts();
    Arrays.fill(shorts, 0, sums(), (short) 0);
    boolean add = false;
    for (int plane = 0; plane < planes; plane++) {
      for (int i = 0; i < blocks.size(); i++) {
        SafeBlocks.Block block = blocks.get(i);
        for (int unit = block.from(); unit < block.from() + block.count(); unit++) {
          build(unit, scratch);
          look(codes[plane * units.count() + unit], shorts);
        }
        MemoryTables.join(shorts, scratch.ints(), sums(), Trits.weight(plane), add);
        add = true;
      }
    }
  }

  private void build(int unit, Scratch scratch) {
    int a = inputs(unit, 0);
    int b = inputs(unit, 1);
    int c = inputs(unit, 2);
    int d = inputs(unit, 3);
    MemoryTables.build(scratch.line(), a, b, c, d, image.size(), scratch.shorts(), sums());
  }

  /** Where the pixels of an input begin, those for the first tap of the first window. */
  private int inputs(int unit, int index) {
    return units.channel(unit, index) * image.size() + units.column(unit, index);
  }

  /** Adds what four inputs give to the sums of all vectors. */
  private void look(TableTile.Codes some, short[] shorts) {
    for (int vector = 0; vector < image.vectors(); vector += vectorsAt(vector)) {
      int start = image.start(vector);
      int from = sums() + start;
      int sumsAt = vector * LANES * window.outChannels();
      if (vectorsAt(vector) == TILE) {
        int second = image.start(vector + 1) - start;
        int third = image.start(vector + 2) - start;
        int fourth = image.start(vector + 3) - start;
        TableTile.four(shorts, from, second, third, fourth, some, sumsAt);
      } else {
        TableTile.one(shorts, from, some, sumsAt);
      }
    }
  }
}
