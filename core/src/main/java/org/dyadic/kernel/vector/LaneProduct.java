package org.dyadic.kernel.vector;

import org.dyadic.kernel.Product;
import org.dyadic.kernel.Scratch;
import org.dyadic.kernel.Window;

/**
 * Convolution sums with outputs in the lanes of vectors of any size: each input is multiplied by
 * the weights of all outputs at once. Blocks and planes are those of {@link PermProduct}.
 */
final class LaneProduct implements Product {
  private static final int TILE = 4;
  private static final int WIDTH = 2 * TileSums.LANES;

  /** What a vector of products takes, in lookups of {@link TableProduct}. */
  private static final double PRODUCTS = 0.75;

  /** What a run of them takes beside that: a row of a window and a group of outputs. */
  private static final int RUN = 14;

  private final LineRows rows;
  private final Window window;
  private final TernaryWeights weights;
  private final SafeBlocks.Block[] blocks;
  private final int tile;
  private final TileSums tileSums;
  private final PaddedRow padded;
  private final int lineShorts;
  private final KeptRows kept;

  LaneProduct(Window window, byte[] codes, int min, int max) {
    this.window = window;
    rows = new LineRows(window);
    tile = window.outWidth() == 1 ? 1 : TILE;
    TritReader reader = new TritReader(rows, codes);
    blocks = reader.blocks(range(min, max)).find();
    weights = new TernaryWeights(reader, TileSums.LANES, WIDTH, blocks, false);
    int pitch = Math.ceilDiv(window.outChannels(), WIDTH) * WIDTH;
    tileSums = new TileSums(tile, WIDTH, pitch);
    padded = PaddedRow.of(window, tile, pitch);
    int inputs = (window.width() + 2 * window.padding().columns()) * window.channels();
    int last = (padded.columns() - 1) * rows.windowStep() + rows.count() * LineRows.INPUTS;
    lineShorts = Math.max(inputs, last);
    kept = new KeptRows(rows, 0, lineShorts, LineRows.INPUTS);
  }

  /** Whether the sums of a code short fit 16 bits, and the window has one group. */
  static boolean canDo(Window window, int min, int max) {
    return window.groups() == 1 && range(min, max).holds(LineRows.INPUTS);
  }

  /** What a layer takes, in lookups of {@link TableProduct}: measured with AVX2. */
  static double cost(Window window) {
    double vectors = (double) new LineRows(window).count() * LineRows.INPUTS * WIDTH;
    double run = PRODUCTS * vectors / TileSums.LANES + RUN;
    double windows = (double) window.outHeight() * window.outWidth();
    return run * windows * window.size().rows() * Math.ceilDiv(window.outChannels(), WIDTH);
  }

  private static SafeBlocks.Range range(int min, int max) {
    return new SafeBlocks.Range(min, max, Short.SIZE, false);
  }

  @Override
  public Scratch.Need scratch() {
    return new Scratch.Need(padded.size(), TileSums.BLOCKS * TileSums.SIZE, kept.size(), 0);
  }

  @Override
  public long bytes() {
    return (long) Short.BYTES * weights.packed().length;
  }

  @Override
  public void row(int[] in, int y, Scratch scratch, int[] sums) {
    for (int row = kept.firstNew(y); row < kept.end(y); row++) {
      int at = kept.at(row);
      Lines.copy(window, in, row, scratch.line(), at, at + lineShorts);
    }
    int[] starts = kept.starts(y);
    int firstUnit = kept.firstUnit(y);
    int endUnit = kept.endUnit(y);
    int[] all = padded.target(scratch, sums);
    for (int group = 0; group < weights.groups(); group++) {
      for (int x = 0; x < padded.columns(); x += tile) {
        tile(group, x, starts, firstUnit, endUnit, scratch, all);
      }
    }
    padded.finish(scratch, sums);
  }

  private void tile(
      int group, int x, int[] starts, int firstUnit, int endUnit, Scratch scratch, int[] sums) {
    int to = padded.first(x) + group * WIDTH;
    int offset = x * rows.windowStep();
    boolean add = false;
    for (int plane = 0; plane < weights.planes(); plane++) {
      int count = 0;
      for (int i = 0; i < blocks.length; i++) {
        SafeBlocks.Block block = blocks[i];
        int first = Math.max(block.from(), firstUnit);
        int end = Math.min(block.end(), endUnit);
        if (first < end) {
          int codesAt = weights.at(plane, group, block);
          sum(scratch, starts, first, end, offset, codesAt, count++ * TileSums.SIZE);
        }
        if (count == TileSums.BLOCKS || (count > 0 && i == blocks.length - 1)) {
          tileSums.join(scratch.shorts(), 0, count, sums, to, Trits.weight(plane), add);
          add = true;
          count = 0;
        }
      }
    }
  }

  private void sum(
      Scratch scratch, int[] starts, int first, int end, int offset, int codesAt, int to) {
    short[] lines = scratch.line();
    short[] codes = weights.packed();
    short[] out = scratch.shorts();
    if (tile == 1) {
      LaneTile.pixel(lines, starts, first, end, offset, codes, codesAt, out, to);
    } else {
      int step = rows.windowStep();
      LaneTile.pixels4(lines, starts, first, end, offset, step, codes, codesAt, out, to);
    }
  }
}
