package org.dyadic.kernel.vector;

import java.util.Arrays;
import java.util.List;
import org.dyadic.kernel.Product;
import org.dyadic.kernel.Scratch;
import org.dyadic.kernel.Window;

/**
 * Convolution sums by table lookups in registers: three inputs and their three ternary weights are
 * one of 27 sums, and one instruction looks 32 outputs up in a table that fills a register. The
 * tables of a row of inputs are built once, for all outputs and all windows that hold them.
 *
 * <p>Sums are 16 bits wide within a block ({@link SafeBlocks}), then join 32-bit sums, times 3^k in
 * plane k of wider codes ({@link Trits}).
 */
final class PermProduct implements Product {
  /** Shorts that the sums of a tile and one group of outputs take, for blocks to be joined. */
  private static final int GROUP = TileSums.BLOCKS * TileSums.SIZE;

  private static final int FIRST = Scratch.FIRST_SHORT;

  private final WindowRows rows;
  private final Window window;
  private final TernaryWeights weights;
  private final List<SafeBlocks.Block> blocks;

  /** Whether taps are looked up for windows at distance 2. */
  private final boolean apart;

  /** Whether two pixels share a vector. */
  private final boolean pairs;

  private final int tile;
  private final TileSums tileSums;
  private final PaddedRow padded;

  /** Shorts of the tables that are built of an input row, and with those that must be there. */
  private final int builtShorts;

  private final int rowShorts;

  /** Shorts from the tables of one window to those of the next. */
  private final int step;

  /** Where the tables of each unit are, for each place of a window's first row. */
  private final int[][] starts;

  PermProduct(Window window, byte[] codes, int min, int max) {
    this.window = window;
    rows = WindowRows.of(window);
    boolean single = window.outWidth() == 1;
    apart = rows.taps() && window.stride().columns() == 2;
    boolean eight = rows.taps() && WindowRows.fillsEights(window.outWidth());
    boolean few = window.outChannels() <= PermTile.LANES || eight;
    pairs = rows.taps() && !apart && window.outChannels() <= PermTile.LANES / 2;
    tile = single ? 1 : pairs ? 16 : few && rows.taps() ? 8 : 4;
    int width = few ? PermTile.LANES : single ? 4 * PermTile.LANES : 2 * PermTile.LANES;
    weights =
        new TernaryWeights(
            new TritReader(rows, codes), PermTile.LANES, width, range(min, max), true);
    blocks = weights.blocks();
    int pitch = TileSums.pitch(window.outChannels(), width);
    if (pairs) {
      duplicate(weights.packed());
    }
    tileSums = pairs ? new TileSums(tile / 2, width, 2 * pitch) : new TileSums(tile, width, pitch);
    padded = PaddedRow.of(window, tile, pitch, 0);
    int last = (padded.columns() - 1) * rows.windowStep() * rows.slotTables() + rows.tables();
    builtShorts = rows.slots() * rows.slotTables() * PermTile.LANES;
    int kept = builtShorts + rows.emptyTables() * PermTile.LANES;
    rowShorts = rows.taps() ? kept : Math.max(last * PermTile.LANES, kept);
    step = rows.windowStep() * rows.slotPitch();
    starts = new int[window.size().rows()][];
    for (int y = 0; y < window.outHeight(); y++) {
      int top = place(top(y));
      if (starts[top] == null) {
        starts[top] = starts(top);
      }
    }
  }

  /** Where the tables of each unit are, if a window's first row is at a place. */
  private int[] starts(int top) {
    int[] all = new int[rows.all()];
    for (int row = 0; row < window.size().rows(); row++) {
      rows.starts(all, row, tablesAt(top + row), rows.vectorStep());
    }
    return all;
  }

  /** The first input row of the windows of an output row; negative within the padding. */
  private int top(int y) {
    return y * window.stride().rows() - window.padding().rows();
  }

  /** The tables of the last rows stay, each in the place of one that no window needs any more. */
  private int place(int row) {
    return Math.floorMod(row, window.size().rows());
  }

  /** The few outputs stand in even lanes; the odd ones serve another pixel. */
  private static void duplicate(short[] codes) {
    for (int i = 0; i < codes.length; i += 2) {
      codes[i + 1] = codes[i];
    }
  }

  /** Whether tables of inputs in min .. max fit, and the window has one group. */
  static boolean canDo(Window window, int min, int max) {
    return window.groups() == 1 && range(min, max).holds(WindowRows.TRITS);
  }

  private static SafeBlocks.Range range(int min, int max) {
    return new SafeBlocks.Range(min, max, Short.SIZE, false);
  }

  @Override
  public Scratch.Need scratch() {
    int beyond = (tile + 2) * rows.windowStep() * PermTile.LANES;
    int shorts = tablesAt(0) + window.size().rows() * rowShorts + beyond;
    return Scratch.Need.aligned(padded.size(), shorts, PermTables.lineSize(rows), 0);
  }

  @Override
  public long bytes() {
    return (long) Short.BYTES * weights.packed().length;
  }

  @Override
  public void row(int[] in, int y, Scratch scratch, int[] sums) {
    int top = top(y);
    int last = Math.min(top + window.size().rows(), window.height());
    int built = y == 0 ? 0 : top - window.stride().rows() + window.size().rows();
    for (int row = Math.max(Math.max(top, 0), built); row < last; row++) {
      PermTables.build(rows, in, row, scratch.line(), scratch.shorts(), tablesAt(row));
      int end = tablesAt(row) + builtShorts;
      Arrays.fill(scratch.shorts(), end, end + rows.emptyTables() * PermTile.LANES, (short) 0);
    }
    int[] starts = this.starts[place(top)];
    int firstUnit = Math.max(-top, 0) * rows.count();
    int endUnit = (last - top) * rows.count();
    int[] all = padded.target(scratch, sums);
    for (int x = 0; x < padded.columns(); x += tile) {
      tile(x, starts, firstUnit, endUnit, scratch, all);
    }
    padded.finish(scratch, sums);
  }

  private int tablesAt(int row) {
    return FIRST + weights.groups() * GROUP + place(row) * rowShorts;
  }

  /**
   * Blocks come before groups of outputs, so that their tables stay in the cache for all groups.
   */
  private void tile(int x, int[] starts, int firstUnit, int endUnit, Scratch scratch, int[] sums) {
    boolean add = false;
    for (int plane = 0; plane < weights.planes(); plane++) {
      int count = 0;
      for (int i = 0; i < blocks.size(); i++) {
        SafeBlocks.Block block = blocks.get(i);
        int first = Math.max(block.from(), firstUnit);
        int last = Math.min(block.end(), endUnit);
        if (first < last) {
          int at = FIRST + count++ * TileSums.SIZE;
          for (int group = 0; group < weights.groups(); group++) {
            int codesAt = weights.at(plane, group, block);
            pixels(scratch.shorts(), at + group * GROUP, starts, first, last, x * step, codesAt);
          }
        }
        if (count == TileSums.BLOCKS || (count > 0 && i == blocks.size() - 1)) {
          join(scratch, count, x, Trits.weight(plane), add, sums);
          add = true;
          count = 0;
        }
      }
    }
  }

  private void join(Scratch scratch, int count, int x, int weight, boolean add, int[] sums) {
    for (int group = 0; group < weights.groups(); group++) {
      int to = padded.first(x) + group * weights.width();
      tileSums.join(scratch.shorts(), FIRST + group * GROUP, count, sums, to, weight, add);
    }
  }

  private void pixels(
      short[] tables, int to, int[] starts, int first, int end, int pixel, int codesAt) {
    short[] codes = weights.packed();
    boolean wide = weights.width() > PermTile.LANES;
    if (pairs) {
      PermTaps.pixels16x16(tables, to, starts, first, end, pixel, codes, codesAt);
    } else if (apart) {
      PermTaps.pixels8x32apart(tables, to, starts, first, end, pixel, codes, codesAt);
    } else if (tile == 1 && wide) {
      PermTile.pixels1x128(tables, to, starts, first, end, pixel, codes, codesAt);
    } else if (tile == 1) {
      PermTile.pixels1x32(tables, to, starts, first, end, pixel, codes, codesAt);
    } else if (rows.taps() && wide) {
      PermTaps.pixels4x64(tables, to, starts, first, end, pixel, codes, codesAt);
    } else if (rows.taps()) {
      PermTaps.pixels8x32(tables, to, starts, first, end, pixel, codes, codesAt);
    } else if (wide) {
      PermTile.pixels4x64(tables, to, starts, first, end, pixel, step, codes, codesAt);
    } else {
      PermTile.pixels4x32(tables, to, starts, first, end, pixel, step, codes, codesAt);
    }
  }
}
