package org.dyadic.kernel.vector;

import org.dyadic.kernel.Window;

/**
 * How the sums and tables of a product with tables in memory lie: the sums of a tile of vectors
 * follow one another for each output, tile after tile, and an entry of a table holds all pixels.
 */
final class TableLayout {
  /**
   * The codes of a unit.
   *
   * @param bytes of each output, one a tap
   * @param at where those of the first output begin
   * @param outputs how many outputs there are
   * @param offsets from a vector's pixel to that of each tap
   * @param pitch from one entry of a table to the next
   */
  record Codes(byte[] bytes, int at, int outputs, int[] offsets, int pitch) {}

  private final TableUnits units;
  private final Window window;
  private final int lanes;
  private final FlatImage image;
  private final Tiles tiles;
  private final int planes;
  private final Codes[] codes;
  private final SafeBlocks.Block[] blocks;

  /**
   * Packs weights.
   *
   * @param weights as {@link org.dyadic.kernel.Kernels#product} takes them
   * @param lanes of a vector
   * @param range of the inputs, and of the sums of a block
   */
  TableLayout(TableUnits units, byte[] weights, int lanes, SafeBlocks.Range range) {
    this.units = units;
    window = units.window();
    this.lanes = lanes;
    image = new FlatImage(window, lanes, units.apart());
    tiles = new Tiles(image.vectors());
    planes = Trits.planes(weights);
    codes = codes(pack(weights));
    int size = TableUnits.INPUTS * units.taps();
    blocks =
        new SafeBlocks(
                new SafeBlocks.Extents(window.outChannels(), planes, units.count(), size),
                (plane, output, unit, i) ->
                    trit(
                        weights, plane, output, unit, i / TableUnits.INPUTS, i % TableUnits.INPUTS),
                range)
            .find();
  }

  /** Those of each plane and unit. */
  private Codes[] codes(byte[] packed) {
    int[] offsets = new int[units.taps()];
    for (int tap = 0; tap < offsets.length; tap++) {
      int column = units.column(tap);
      offsets[tap] = image.offset(units.row(tap), column) + (units.apart() ? column * table() : 0);
    }
    int outputs = window.outChannels();
    Codes[] all = new Codes[planes * units.count()];
    for (int i = 0; i < all.length; i++) {
      int at = i * outputs * offsets.length;
      all[i] = new Codes(packed, at, outputs, offsets, image.size());
    }
    return all;
  }

  private byte[] pack(byte[] weights) {
    byte[] packed = new byte[Math.toIntExact(planes * bytes())];
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

  /** Bytes of the codes of a plane. */
  private long bytes() {
    return (long) units.count() * window.outChannels() * units.taps();
  }

  /** Bytes of all codes. */
  long allBytes() {
    return planes * bytes();
  }

  FlatImage image() {
    return image;
  }

  int planes() {
    return planes;
  }

  SafeBlocks.Block[] blocks() {
    return blocks;
  }

  Codes codes(int plane, int unit) {
    return codes[plane * units.count() + unit];
  }

  /** Sums of all outputs, and of the pixels that fill vectors up. */
  int sums() {
    return image.vectors() * lanes * window.outChannels();
  }

  /** Tables of a unit. */
  int count() {
    return units.tables();
  }

  /** The entries of a table. */
  int table() {
    return MemoryTables.SUMS * image.size();
  }

  /** The entries of a unit's tables, and what the last vectors read beyond them. */
  int tables() {
    int beyond = image.offset(window.size().rows(), window.size().columns());
    return count() * table() + beyond + Tiles.MOST * lanes;
  }

  /** The pixels of all planes, and what inputs of other columns read beyond them. */
  int inputs() {
    return window.channels() * image.planes() * image.size() + window.size().columns();
  }

  /** Where the pixels of an input of a unit begin, those for the first tap of the first window. */
  int input(int unit, int index) {
    int column = units.column(unit, index);
    int first = units.channel(unit, index) * image.planes();
    return units.apart() ? (first + column) * image.size() : first * image.size() + column;
  }

  Tiles tiles() {
    return tiles;
  }

  /** Where the sums of a tile begin. */
  int sumsAt(int tile) {
    return tiles.first(tile) * lanes * window.outChannels();
  }

  /** Copies the sums of an output row, channels last. */
  void row(int[] all, int y, int[] sums) {
    int outputs = window.outChannels();
    for (int x = 0; x < window.outWidth(); ) {
      int lane = image.lane(y, x);
      int tile = tiles.of(lane / lanes);
      int pitch = tiles.size(tile) * lanes;
      int within = lane - tiles.first(tile) * lanes;
      int count = Math.min(pitch - within, window.outWidth() - x);
      int from = sumsAt(tile) + within;
      ChannelPlanes.together(all, from, pitch, sums, x * outputs, outputs, count);
      x += count;
    }
  }
}
