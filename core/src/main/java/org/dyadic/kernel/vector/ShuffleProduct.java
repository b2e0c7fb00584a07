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
 * Sums of bytes hold eight entries whatever these are, and join sums of 32 bits, times 3^k in plane
 * k of wider codes ({@link Trits}).
 */
final class ShuffleProduct implements Product {
  private static final int OUTPUTS = ShuffleTile.OUTPUTS;
  private static final int FOUR = ShuffleTile.WIDE / OUTPUTS;

  /** Where the tables begin, after the sums of blocks. */
  private static final int TABLES = ShuffleTile.BLOCKS * ShuffleTile.SUMS * FOUR;

  /** Code vectors whose blocks can be joined at once. */
  private static final int MOST = ShuffleTile.BLOCKS * ShuffleTile.BLOCK;

  private final PairRows rows;
  private final Window window;
  private final int planes;

  /** Groups of 16 outputs that are summed four at a time; the rest is summed one by one. */
  private final int wide;

  private final int groups;
  private final byte[] codes;
  private final int rowBytes;

  ShuffleProduct(Window window, byte[] weights) {
    this.window = flat(window);
    rows = new PairRows(this.window);
    TritReader reader = new TritReader(rows, weights);
    planes = reader.planes();
    groups = Math.ceilDiv(window.outChannels(), OUTPUTS);
    wide = groups - groups % FOUR;
    codes = pack(reader);
    rowBytes = ShuffleTables.rowSize(rows);
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
    byte[] packed = new byte[planes * planeSize()];
    int[] trits = new int[rows.size()];
    Arrays.fill(packed, (byte) rows.pack(trits));
    for (int plane = 0; plane < planes; plane++) {
      for (int output = 0; output < window.outChannels(); output++) {
        int group = output / OUTPUTS;
        for (int row = 0; row < window.size().rows(); row++) {
          for (int unit = 0; unit < rows.count(); unit++) {
            for (int index = 0; index < trits.length; index++) {
              trits[index] = reader.trit(plane, output, row, unit, index);
            }
            int at = codesAt(plane, group, row) + unit * step(group);
            packed[at + ShuffleTile.lane(output % OUTPUTS)] = (byte) rows.pack(trits);
          }
        }
      }
    }
    return packed;
  }

  private int planeSize() {
    return groups * window.size().rows() * rows.count() * OUTPUTS;
  }

  /** Codes from one code vector of a group of 16 outputs to its next. */
  private int step(int group) {
    return group < wide ? ShuffleTile.WIDE : OUTPUTS;
  }

  /** The first code of a group of 16 outputs and a row: four groups stand side by side. */
  private int codesAt(int plane, int group, int row) {
    int vectors = step(group) / OUTPUTS;
    int first = group - group % vectors;
    int size = window.size().rows() * rows.count() * OUTPUTS;
    return plane * planeSize()
        + first * size
        + row * rows.count() * step(group)
        + group % vectors * OUTPUTS;
  }

  @Override
  public Scratch.Need scratch() {
    int ints = sumsAt() + window.outWidth() * pitch();
    int bytes = TABLES + window.size().rows() * rowBytes;
    return new Scratch.Need(ints, 0, rows.lineSize(), bytes);
  }

  private int pitch() {
    return groups * OUTPUTS;
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
      ShuffleTables.build(rows, in, row, scratch.line(), scratch.bytes(), tablesAt(row));
    }
    for (int r = 0; r < window.size().rows(); r++) {
      scratch.ints()[r] = tablesAt(Math.max(top + r, 0));
    }
    int first = Math.max(-top, 0);
    Arrays.fill(scratch.ints(), sumsAt(), sumsAt() + window.outWidth() * pitch(), 0);
    for (int x = 0; x < window.outWidth(); x++) {
      for (int plane = 0; plane < planes; plane++) {
        for (int group = 0; group < groups; group += step(group) / OUTPUTS) {
          sum(plane, group, x, first, end - top, scratch);
        }
      }
      int channels = window.outChannels();
      System.arraycopy(scratch.ints(), sumsAt() + x * pitch(), sums, x * channels, channels);
    }
  }

  /** A row's tables take the place of one that no window needs any more. */
  private int tablesAt(int row) {
    return TABLES + row % window.size().rows() * rowBytes;
  }

  private int sumsAt() {
    return window.size().rows();
  }

  /** The sums of one window, for the outputs that stand side by side. */
  private void sum(int plane, int group, int x, int firstRow, int endRow, Scratch scratch) {
    byte[] memory = scratch.bytes();
    int step = step(group);
    int offset = x * rows.windowStep() * ShuffleTables.SIZE;
    int blocks = 0;
    int vectors = 0;
    for (int row = firstRow; row < endRow; row++) {
      int table = scratch.ints()[row] + offset;
      int at = codesAt(plane, group, row);
      for (int from = 0; from < rows.count(); from += MOST) {
        int count = Math.min(MOST, rows.count() - from);
        int more = Math.ceilDiv(count, ShuffleTile.BLOCK);
        if (blocks + more > ShuffleTile.BLOCKS) {
          join(plane, group, x, blocks, vectors, scratch);
          blocks = 0;
          vectors = 0;
        }
        int first = table + from * PairRows.TABLES * ShuffleTables.SIZE;
        int to = blocks * ShuffleTile.SUMS * step / OUTPUTS;
        if (step == OUTPUTS) {
          ShuffleTile.outputs16(memory, first, codes, at + from * step, count, to);
        } else {
          ShuffleTile.outputs64(memory, first, codes, at + from * step, count, to);
        }
        blocks += more;
        vectors += count;
      }
    }
    join(plane, group, x, blocks, vectors, scratch);
  }

  private void join(int plane, int group, int x, int blocks, int codeVectors, Scratch scratch) {
    int vectors = step(group) / OUTPUTS;
    int weight = Trits.weight(plane);
    int bias = codeVectors * PairRows.TABLES * ShuffleTables.BIAS;
    for (int i = 0; i < vectors; i++) {
      int from = i * ShuffleTile.SUMS;
      int step = vectors * ShuffleTile.SUMS;
      int to = sumsAt() + x * pitch() + (group + i) * OUTPUTS;
      ShuffleTile.join(scratch.bytes(), from, step, blocks, bias, weight, scratch.ints(), to);
    }
  }
}
