package org.dyadic.kernel.vector;

import java.util.List;
import org.dyadic.kernel.Window;

/**
 * How the sums and tables of a product with tables in memory lie: the sums of a tile of vectors
 * follow one another for each output, tile after tile, and an entry of a table holds all pixels.
 */
final class TableLayout {
  /**
   * Vectors.
   *
   * @param lanes of a vector
   * @param tile vectors that are summed at a time, as long as there are so many
   * @param last vectors that are summed at a time when just so many are left
   */
  record Lanes(int lanes, int tile, int last) {}

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
  private final Lanes lanes;
  private final FlatImage image;
  private final int planes;
  private final Codes[] codes;
  private final List<SafeBlocks.Block> blocks;

  /**
   * Packs weights.
   *
   * @param weights as {@link org.dyadic.kernel.Kernels#product} takes them
   * @param range of the inputs, and of the sums of a block
   */
  TableLayout(TableUnits units, byte[] weights, Lanes lanes, SafeBlocks.Range range) {
    this.units = units;
    window = units.window();
    this.lanes = lanes;
    image = new FlatImage(window, lanes.lanes(), units.apart());
    planes = Trits.planes(weights);
    codes = codes(pack(weights));
    int size = TableUnits.INPUTS * units.taps();
    blocks =
        new SafeBlocks(
                new SafeBlocks.Extents(window.outChannels(), planes, 1, units.count(), size),
                (plane, output, row, unit, i) ->
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

  List<SafeBlocks.Block> blocks() {
    return blocks;
  }

  Codes codes(int plane, int unit) {
    return codes[plane * units.count() + unit];
  }

  /** Sums of all outputs, and of the pixels that fill vectors up. */
  int sums() {
    return image.vectors() * lanes.lanes() * window.outChannels();
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
    return count() * table() + beyond + lanes.last() * lanes.lanes();
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

  /** How many vectors are summed with the one at a place where a tile begins. */
  int vectorsAt(int first) {
    int left = image.vectors() - first;
    if (left == lanes.last()) {
      return left;
    }
    return left >= lanes.tile() ? lanes.tile() : 1;
  }

  /** Where the sums of a vector begin at which a tile begins. */
  int sumsAt(int vector) {
    return vector * lanes.lanes() * window.outChannels();
  }

  /** Copies the sums of an output row, channels last. */
  void row(int[] all, int y, int[] sums) {
    int outputs = window.outChannels();
    for (int x = 0; x < window.outWidth(); ) {
      int lane = image.lane(y, x);
      int tile = tileOf(lane / lanes.lanes());
      int pitch = vectorsAt(tile) * lanes.lanes();
      int within = lane - tile * lanes.lanes();
      int count = Math.min(pitch - within, window.outWidth() - x);
      int from = sumsAt(tile) + within;
      ChannelPlanes.together(all, from, pitch, sums, x * outputs, outputs, count);
      x += count;
    }
  }

  /** The first vector of those that are summed with one. */
  private int tileOf(int vector) {
    int first = vector - vector % lanes.tile();
    if (first > 0 && vectorsAt(first - lanes.tile()) > lanes.tile()) {
      return first - lanes.tile();
    }
    return vectorsAt(first) > 1 ? first : vector;
  }
}
