package org.dyadic.kernel.vector;

import java.util.Arrays;
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

  /**
   * Units of a block for windows of one pixel, whose tables only groups of outputs share: 12 KB of
   * tables, which stay in the first-level cache while codes come from further away.
   */
  private static final int LONGEST = 64;

  private final WindowRows rows;
  private final TernaryWeights weights;
  private final SafeBlocks.Block[] blocks;

  /** Whether taps are looked up for windows at distance 2. */
  private final boolean apart;

  /** Whether two pixels share a vector. */
  private final boolean pairs;

  private final int tile;
  private final TileSums tileSums;
  private final PaddedRow padded;

  /** Shorts of the tables that are built of an input row. */
  private final int builtShorts;

  /** Shorts from the tables of one window to those of the next. */
  private final int step;

  private final KeptRows tables;

  PermProduct(Window window, byte[] codes, int min, int max) {
    rows = WindowRows.of(window);
    boolean single = window.outWidth() == 1;
    apart = rows.taps() && window.stride().columns() == 2;
    boolean eight = rows.taps() && WindowRows.fillsEights(window.outWidth());
    boolean few = window.outChannels() <= PermTile.LANES || eight;
    pairs = rows.taps() && !apart && window.outChannels() <= PermTile.LANES / 2;
    tile = single ? 1 : pairs ? 16 : few && rows.taps() ? 8 : 4;
    int width = few ? PermTile.LANES : single ? 4 * PermTile.LANES : 2 * PermTile.LANES;
    TritReader reader = new TritReader(rows, codes);
    SafeBlocks safe = reader.blocks(range(min, max));
    blocks = single ? safe.find(LONGEST) : safe.find();
    weights = new TernaryWeights(reader, PermTile.LANES, width, blocks, true);
    int pitch = TileSums.pitch(window.outChannels(), width);
    if (pairs) {
      duplicate(weights.packed());
    }
    tileSums = pairs ? new TileSums(tile / 2, width, 2 * pitch) : new TileSums(tile, width, pitch);
    padded = PaddedRow.of(window, tile, pitch);
    int last = (padded.columns() - 1) * rows.windowStep() * rows.slotTables() + rows.tables();
    builtShorts = rows.slots() * rows.slotTables() * PermTile.LANES;
    int needed = builtShorts + rows.emptyTables() * PermTile.LANES;
    int rowShorts = rows.taps() ? needed : Math.max(last * PermTile.LANES, needed);
    step = rows.windowStep() * rows.slotPitch();
    tables = new KeptRows(rows, FIRST + weights.groups() * GROUP, rowShorts, rows.vectorStep());
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
    int shorts = tables.at(0) + tables.size() + beyond;
    return Scratch.Need.aligned(padded.size(), shorts, PermTables.lineSize(rows), 0);
  }

  @Override
  public long bytes() {
    return (long) Short.BYTES * weights.packed().length;
  }

  @Override
  public void row(int[] in, int y, Scratch scratch, int[] sums) {
    for (int row = tables.firstNew(y); row < tables.end(y); row++) {
      int at = tables.at(row);
      PermTables.build(rows, in, row, scratch.line(), scratch.shorts(), at);
      int end = at + builtShorts;
      Arrays.fill(scratch.shorts(), end, end + rows.emptyTables() * PermTile.LANES, (short) 0);
    }
    int[] starts = tables.starts(y);
    int firstUnit = tables.firstUnit(y);
    int endUnit = tables.endUnit(y);
    int[] all = padded.target(scratch, sums);
    for (int x = 0; x < padded.columns(); x += tile) {
      tile(x, starts, firstUnit, endUnit, scratch, all);
    }
    padded.finish(scratch, sums);
  }

  /**
   * Blocks come before groups of outputs, so that their tables stay in the cache for all groups.
   */
  private void tile(int x, int[] starts, int firstUnit, int endUnit, Scratch scratch, int[] sums) {
    boolean add = false;
    for (int plane = 0; plane < weights.planes(); plane++) {
      int count = 0;
      for (int i = 0; i < blocks.length; i++) {
        SafeBlocks.Block block = blocks[i];
        int first = Math.max(block.from(), firstUnit);
        int last = Math.min(block.end(), endUnit);
        if (first < last) {
          int at = FIRST + count++ * TileSums.SIZE;
          for (int group = 0; group < weights.groups(); group++) {
            int codesAt = weights.at(plane, group, block);
            pixels(scratch.shorts(), at + group * GROUP, starts, first, last, x * step, codesAt);
          }
        }
        if (count == TileSums.BLOCKS || (count > 0 && i == blocks.length - 1)) {
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
      short[] memory, int to, int[] starts, int first, int end, int pixel, int codesAt) {
    short[] codes = weights.packed();
    boolean wide = weights.width() > PermTile.LANES;
    if (pairs) {
      PermTaps.pixels16x16(memory, to, starts, first, end, pixel, codes, codesAt);
    } else if (apart) {
      PermTaps.pixels8x32apart(memory, to, starts, first, end, pixel, codes, codesAt);
    } else if (tile == 1 && wide) {
      PermTile.pixels1x128(memory, to, starts, first, end, pixel, codes, codesAt);
    } else if (tile == 1) {
      PermTile.pixels1x32(memory, to, starts, first, end, pixel, codes, codesAt);
    } else if (rows.taps() && wide) {
      PermTaps.pixels4x64(memory, to, starts, first, end, pixel, codes, codesAt);
    } else if (rows.taps()) {
      PermTaps.pixels8x32(memory, to, starts, first, end, pixel, codes, codesAt);
    } else if (wide) {
      PermTile.pixels4x64(memory, to, starts, first, end, pixel, step, codes, codesAt);
    } else {
      PermTile.pixels4x32(memory, to, starts, first, end, pixel, step, codes, codesAt);
    }
  }
}
