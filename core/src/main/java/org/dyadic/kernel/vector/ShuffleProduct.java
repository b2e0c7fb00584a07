package org.dyadic.kernel.vector;

import java.util.Arrays;
import org.dyadic.kernel.Product;
import org.dyadic.kernel.Scratch;
import org.dyadic.kernel.Window;
import org.dyadic.model.Extent;

/**
 * Convolution sums by lookups in registers of 128 bits, which every vector unit has: two inputs and
 * their two ternary weights are one of nine sums, and one instruction takes the low bits of 16
 * outputs' sums from a table of bytes, another the high bits. For layers of one pixel or column,
 * fully connected ones above all.
 *
 * <p>The tables of a row of inputs are built once, for all outputs and all windows that hold them.
 * Sums of bytes hold blocks of entries whatever these are, and join sums of 32 bits, times 3^k in
 * plane k of wider codes ({@link Trits}).
 */
final class ShuffleProduct implements Product {
  private static final int OUTPUTS = ShuffleTile.OUTPUTS;
  private static final int FOUR = ShuffleTile.WIDE / OUTPUTS;

  /** Where the tables begin, after the sums of blocks. */
  private static final int TABLES = ShuffleTile.BLOCKS * ShuffleTile.SUMS * FOUR;

  private final PairRows rows;
  private final Window window;
  private final int planes;

  /** Groups of 16 outputs that are summed four at a time; the rest is summed one by one. */
  private final int wide;

  /** Groups of 16 outputs; after them there may be one of fewer. */
  private final int full;

  private final int rest;
  private final byte[] codes;
  private final ShuffleTables tables;

  ShuffleProduct(Window window, byte[] weights, int min, int max) {
    this.window = flat(window);
    rows = new PairRows(this.window);
    tables = new ShuffleTables(rows, Math.max(max, -min));
    TritReader reader = new TritReader(rows, weights);
    planes = reader.planes();
    full = window.outChannels() / OUTPUTS;
    rest = window.outChannels() % OUTPUTS;
    wide = full - full % FOUR;
    codes = pack(reader);
  }

  /**
   * A window that is the whole input is one pixel of many channels: no table is left half empty.
   */
  private static Window flat(Window window) {
    Extent none = Extent.square(0);
    Extent one = Extent.square(1);
    boolean whole =
        window.padding().equals(none)
            && window.size().equals(new Extent(window.height(), window.width()));
    return whole
        ? new Window(window.fanIn(), 1, 1, window.outChannels(), 1, 1, one, one, none, 1)
        : window;
  }

  /** Whether the entries of tables of inputs in min .. max fit, and the window has one group. */
  static boolean canDo(Window window, int min, int max) {
    return window.groups() == 1 && Math.max(max, -min) <= ShuffleTables.LARGEST;
  }

  /** Whether {@link LaneProduct} would take longer: it lives on pixels that share weights. */
  static boolean pays(Window window) {
    return window.outWidth() == 1;
  }

  private byte[] pack(TritReader reader) {
    // A load of the last, smaller group reads the codes that follow, too, for sums that nobody
    // takes.
    byte[] packed = new byte[planes * planeSize() + (rest == 0 ? 0 : OUTPUTS - rest)];
    int[] trits = new int[rows.size()];
    Arrays.fill(packed, (byte) rows.pack(trits));
    for (int plane = 0; plane < planes; plane++) {
      for (int output = 0; output < window.outChannels(); output++) {
        int group = output / OUTPUTS;
        for (int row = 0; row < window.size().rows(); row++) {
          for (int unit = 0; unit < rows.count(); unit++) {
            for (int index = 0; index < trits.length; index++) {
              trits[index] = reader.trit(plane, output, row * rows.count() + unit, index);
            }
            int at = codesAt(plane, group, row) + unit * step(group);
            int lane = group == full ? output % OUTPUTS : ShuffleTile.lane(output % OUTPUTS);
            packed[at + lane] = (byte) rows.pack(trits);
          }
        }
      }
    }
    return packed;
  }

  private int planeSize() {
    return window.outChannels() * window.size().rows() * rows.count();
  }

  /** Codes from one code vector of a group of at most 16 outputs to its next. */
  private int step(int group) {
    return group < wide ? ShuffleTile.WIDE : group < full ? OUTPUTS : rest;
  }

  /** Groups of at most 16 outputs that are summed at once. */
  private int atOnce(int group) {
    return group < wide ? FOUR : 1;
  }

  private int groups() {
    return full + (rest == 0 ? 0 : 1);
  }

  /** The first code of a group of 16 outputs and a row: four groups stand side by side. */
  private int codesAt(int plane, int group, int row) {
    int first = group - group % atOnce(group);
    int size = window.size().rows() * rows.count() * OUTPUTS;
    return plane * planeSize()
        + first * size
        + row * rows.count() * step(group)
        + (group - first) * OUTPUTS;
  }

  @Override
  public Scratch.Need scratch() {
    int ints = sumsAt() + window.outWidth() * pitch();
    int bytes = TABLES + window.size().rows() * tables.rowSize();
    return new Scratch.Need(ints, 0, rows.lineSize(), bytes);
  }

  private int pitch() {
    return groups() * OUTPUTS;
  }

  @Override
  public long bytes() {
    return codes.length;
  }

  @Override
  public void row(int[] in, int y, Scratch scratch, int[] sums) {
    int top = y * window.stride().rows() - window.padding().rows();
    int end = Math.min(top + window.size().rows(), window.height());
    int built = y == 0 ? 0 : top - window.stride().rows() + window.size().rows();
    for (int row = Math.max(Math.max(top, 0), built); row < end; row++) {
      tables.build(in, row, scratch.line(), scratch.bytes(), tablesAt(row));
    }
    for (int r = 0; r < window.size().rows(); r++) {
      scratch.ints()[r] = tablesAt(Math.max(top + r, 0));
    }
    int first = Math.max(-top, 0);
    Arrays.fill(scratch.ints(), sumsAt(), sumsAt() + window.outWidth() * pitch(), 0);
    for (int x = 0; x < window.outWidth(); x++) {
      for (int plane = 0; plane < planes; plane++) {
        for (int group = 0; group < groups(); group += atOnce(group)) {
          sum(plane, group, x, first, end - top, scratch);
        }
      }
      copy(scratch.ints(), sumsAt() + x * pitch(), sums, x * window.outChannels());
    }
  }

  /** The sums of one window; those of the smaller group stand in the order of lanes. */
  private void copy(int[] from, int at, int[] to, int first) {
    int ordered = full * OUTPUTS;
    System.arraycopy(from, at, to, first, ordered);
    for (int i = 0; i < rest; i++) {
      to[first + ordered + i] = from[at + ordered + ShuffleTile.lane(i)];
    }
  }

  /** A row's tables take the place of one that no window needs any more. */
  private int tablesAt(int row) {
    return TABLES + row % window.size().rows() * tables.rowSize();
  }

  private int sumsAt() {
    return window.size().rows();
  }

  /** The sums of one window, for the outputs that stand side by side. */
  private void sum(int plane, int group, int x, int firstRow, int endRow, Scratch scratch) {
    int step = step(group);
    int offset = x * rows.windowStep() * tables.size();
    int most = ShuffleTile.BLOCKS * tables.block();
    int blocks = 0;
    int vectors = 0;
    for (int row = firstRow; row < endRow; row++) {
      int table = scratch.ints()[row] + offset;
      int at = codesAt(plane, group, row);
      for (int from = 0; from < rows.count(); from += most) {
        int count = Math.min(most, rows.count() - from);
        int more = Math.ceilDiv(count, tables.block());
        if (blocks + more > ShuffleTile.BLOCKS) {
          join(plane, group, x, blocks, vectors, scratch);
          blocks = 0;
          vectors = 0;
        }
        int first = table + from * PairRows.TABLES * tables.size();
        lookUp(scratch.bytes(), first, group, at + from * step, count, blocks * sumsSize(group));
        blocks += more;
        vectors += count;
      }
    }
    join(plane, group, x, blocks, vectors, scratch);
  }

  private void lookUp(byte[] memory, int table, int group, int code, int count, int to) {
    int block = tables.block();
    if (group < wide) {
      if (tables.low()) {
        ShuffleLowTile.outputs64(memory, table, codes, code, count, block, to);
      } else {
        ShuffleTile.outputs64(memory, table, codes, code, count, block, to);
      }
    } else if (tables.low()) {
      ShuffleLowTile.outputs16(memory, table, codes, code, step(group), count, block, to);
    } else {
      ShuffleTile.outputs16(memory, table, codes, code, step(group), count, block, to);
    }
  }

  /** Bytes that a block's sums of outputs take that are summed at once. */
  private int sumsSize(int group) {
    return atOnce(group) * tables.size();
  }

  private void join(int plane, int group, int x, int blocks, int codeVectors, Scratch scratch) {
    int weight = Trits.weight(plane);
    int bias = codeVectors * PairRows.TABLES * tables.bias();
    int step = sumsSize(group);
    for (int i = 0; i < atOnce(group); i++) {
      int from = i * tables.size();
      int to = sumsAt() + x * pitch() + (group + i) * OUTPUTS;
      ShuffleTile.join(scratch.bytes(), from, step, blocks, bias, weight, scratch.ints(), to);
      if (!tables.low()) {
        int high = weight << ShuffleTables.LOW_BITS;
        ShuffleTile.join(
            scratch.bytes(), from + OUTPUTS, step, blocks, 0, high, scratch.ints(), to);
      }
    }
  }
}
