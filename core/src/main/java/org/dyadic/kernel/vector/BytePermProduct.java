package org.dyadic.kernel.vector;

import org.dyadic.kernel.Product;
import org.dyadic.kernel.Scratch;
import org.dyadic.kernel.Window;

/**
 * {@link PermProduct} for inputs of at most two bits: sums of a block fit into 8 bits, so that one
 * lookup serves 64 outputs instead of 32, and tables are copied instead of computed. Windows have
 * three columns at distance 1.
 */
final class BytePermProduct implements Product {
  private static final int TILE = BytePermTile.PIXELS;
  private static final int WIDTH = BytePermTile.SIZE;

  /** Where the tables begin, after the sums of a tile. */
  private static final int TABLES = BytePermTile.SUMS + BytePermTile.BLOCKS * BytePermTile.BLOCK;

  private final WindowRows rows;
  private final Window window;
  private final int groups;
  private final int planes;
  private final BytePermTables tables;
  private final byte[] packed;
  private final SafeBlocks.Block[] blocks;
  private final byte[] starts;
  private final TileSums tileSums;
  private final PaddedRow padded;
  private final KeptRows kept;

  BytePermProduct(Window window, byte[] codes, int min, int max) {
    this.window = window;
    rows = new WindowRows(window, false);
    TritReader reader = new TritReader(rows, codes);
    SafeBlocks.Range range = range(min, max);
    blocks = reader.blocks(range).find();
    TernaryWeights weights = new TernaryWeights(reader, PermTile.LANES, WIDTH, blocks, false);
    tables = new BytePermTables(min, max);
    groups = weights.groups();
    planes = weights.planes();
    packed = new byte[2 * weights.packed().length];
    for (int at = 0; at < weights.packed().length; at += BytePermTile.SIZE) {
      BytePermTile.interleave(weights.packed(), at, packed, 2 * at);
    }
    starts = new byte[planes * groups * blocks.length * WIDTH];
    fillStarts(reader, weights, range);
    int pitch = TileSums.pitch(window.outChannels(), WIDTH);
    tileSums = new TileSums(TILE, WIDTH, pitch);
    padded = PaddedRow.of(window, TILE, pitch);
    int unitStep = rows.slots() * BytePermTile.SIZE;
    kept = new KeptRows(rows, TABLES, unitStep * rows.slotTables(), unitStep);
  }

  /** Whether inputs have so few values and the window has three columns, and whether it pays. */
  static boolean canDo(Window window, byte[] codes, int min, int max) {
    long largest = Trits.planes(codes) * (long) window.fanIn() * Math.max(max, -min);
    return window.groups() == 1
        && window.outChannels() > PermTile.LANES
        && max - min < BytePermTables.MOST_VALUES
        && range(min, max).holds(WindowRows.TRITS)
        && largest <= Short.MAX_VALUE
        && window.stride().columns() == 1
        && new WindowRows(window, false).taps();
  }

  /** Minus the least sum of every output and block, in the order of a tile's bytes. */
  private void fillStarts(TritReader reader, TernaryWeights weights, SafeBlocks.Range range) {
    for (int plane = 0; plane < planes; plane++) {
      for (int output = 0; output < window.outChannels(); output++) {
        int group = plane * groups + output / WIDTH;
        int lane = BytePermTile.lane(weights.lane(output % WIDTH));
        for (int i = 0; i < blocks.length; i++) {
          int start = -reader.least(plane, output, blocks[i], range);
          starts[(group * blocks.length + i) * WIDTH + lane] = (byte) start;
        }
      }
    }
  }

  private static SafeBlocks.Range range(int min, int max) {
    return new SafeBlocks.Range(min, max, Byte.SIZE, true);
  }

  @Override
  public Scratch.Need scratch() {
    int beyond = (TILE + 2) * BytePermTile.SIZE;
    int bytes = TABLES + kept.size() + beyond;
    Scratch.Need tables = Scratch.Need.aligned(padded.size(), 0, rows.lineSize(), bytes);
    return tables.max(new Scratch.Need(0, BytePermTile.SHORTS, 0, 0));
  }

  @Override
  public long bytes() {
    return (long) packed.length + starts.length;
  }

  @Override
  public void row(int[] in, int y, Scratch scratch, int[] sums) {
    for (int row = kept.firstNew(y); row < kept.end(y); row++) {
      tables.build(rows, in, row, scratch.line(), scratch.bytes(), kept.at(row));
    }
    allPixels(
        kept.starts(y), kept.firstUnit(y), kept.endUnit(y), scratch, padded.target(scratch, sums));
    padded.finish(scratch, sums);
  }

  private void allPixels(int[] units, int firstUnit, int endUnit, Scratch scratch, int[] sums) {
    for (int group = 0; group < groups; group++) {
      for (int x = 0; x < padded.columns(); x += TILE) {
        int to = padded.first(x) + group * WIDTH;
        for (int plane = 0; plane < planes; plane++) {
          tile(plane * groups + group, x, units, firstUnit, endUnit, scratch);
          tileSums.join(scratch.shorts(), 0, 1, sums, to, Trits.weight(plane), plane > 0);
        }
      }
    }
  }

  /**
   * The sums of one group of outputs; those of blocks, of bytes, join those of the blocks before.
   */
  private void tile(int group, int x, int[] units, int firstUnit, int endUnit, Scratch scratch) {
    byte[] memory = scratch.bytes();
    int codesAt = group * rows.all() * 2 * WIDTH;
    boolean add = false;
    int count = 0;
    for (int i = 0; i < blocks.length; i++) {
      SafeBlocks.Block block = blocks[i];
      int first = Math.max(block.from(), firstUnit);
      int end = Math.min(block.end(), endUnit);
      int start = (group * blocks.length + i) * WIDTH;
      if (first < end) {
        int offset = x * BytePermTile.SIZE;
        int to = BytePermTile.SUMS + count++ * BytePermTile.BLOCK;
        BytePermTile.pixels8x64(
            starts, start, memory, to, units, first, end, offset, packed, codesAt);
      }
      boolean last = i == blocks.length - 1 || blocks[i + 1].from() >= endUnit;
      if (count == BytePermTile.BLOCKS || (count > 0 && last)) {
        int from = start - (count - 1) * WIDTH;
        BytePermTile.widen(memory, count, starts, from, scratch.shorts(), add);
        add = true;
        count = 0;
      }
    }
  }
}
