package org.dyadic.kernel.vector;

import java.util.ArrayList;
import java.util.List;
import org.dyadic.kernel.Window;

/**
 * The codes of a product: for each plane, group of outputs and row of the window the code vectors
 * of all outputs of the group, and the blocks that narrow sums can take.
 */
final class TernaryWeights {
  /** What a provider packs into one short, the unit of its inner loop. */
  interface Units {
    /** The windows, of one group. */
    Window window();

    /** Units of one row of a window. */
    int count();

    /** Trits of one unit. */
    int size();

    /** Which input of a window's row, column by column, a trit belongs to; -1 if to none. */
    int input(int unit, int index);

    /** A unit's trits, -1, 0 or 1 each, as one short. */
    short pack(int[] trits);
  }

  private final Units units;
  private final int lanes;
  private final byte[] codes;
  private final int width;
  private final int planes;
  private final short[] packed;
  private final SafeBlocks.Range range;
  private final List<SafeBlocks.Block> blocks;

  /**
   * Packs codes.
   *
   * @param codes as {@link org.dyadic.kernel.Kernels#product} takes them, one group
   * @param lanes shorts of a vector
   * @param width outputs of a group, a multiple of the lanes
   * @param range of the inputs, and of the sums of a block
   */
  TernaryWeights(Units units, byte[] codes, int lanes, int width, SafeBlocks.Range range) {
    this.units = units;
    this.codes = codes.clone();
    this.lanes = lanes;
    this.width = width;
    this.range = range;
    planes = Trits.planes(codes);
    packed = new short[planes * planeSize()];
    for (int plane = 0; plane < planes; plane++) {
      for (int output = 0; output < window().outChannels(); output++) {
        pack(plane, output);
      }
    }
    SafeBlocks.Extents extents =
        new SafeBlocks.Extents(
            window().outChannels(), planes, window().size().rows(), units.count(), units.size());
    blocks = new SafeBlocks(extents, this::trit, range).find();
  }

  private void pack(int plane, int output) {
    int[] trits = new int[units.size()];
    for (int row = 0; row < window().size().rows(); row++) {
      int at = at(plane, output / width, row) + lane(output % width);
      for (int unit = 0; unit < units.count(); unit++) {
        for (int index = 0; index < trits.length; index++) {
          trits[index] = trit(plane, output, row, unit, index);
        }
        packed[at + unit * width] = units.pack(trits);
      }
    }
  }

  /** -1, 0 or 1; 0 beyond the window. */
  private int trit(int plane, int output, int row, int unit, int index) {
    int input = units.input(unit, index);
    if (input < 0) {
      return 0;
    }
    int rowInputs = window().size().columns() * window().channels();
    int at = (output * window().size().rows() + row) * rowInputs + input;
    return Trits.digit(codes[at], plane);
  }

  /**
   * Where an output's 32-bit sum ends up: even lanes of a vector of shorts are widened first, odd
   * ones after them.
   */
  int lane(int output) {
    int within = output % lanes;
    int half = lanes / 2;
    return output - within + (within < half ? 2 * within : 2 * (within - half) + 1);
  }

  Window window() {
    return units.window();
  }

  int planes() {
    return planes;
  }

  /** Outputs of a group. */
  int width() {
    return width;
  }

  /** Groups of outputs; the last may be filled up. */
  int groups() {
    return Math.ceilDiv(window().outChannels(), width);
  }

  short[] packed() {
    return packed;
  }

  List<SafeBlocks.Block> blocks() {
    return new ArrayList<>(blocks);
  }

  /** The least sum that an output's weights of a block can have. */
  int least(int plane, int output, SafeBlocks.Block block) {
    int least = 0;
    for (int row = block.firstRow(); row < block.endRow(); row++) {
      for (int unit = block.from(); unit < block.from() + block.count(); unit++) {
        for (int index = 0; index < units.size(); index++) {
          int trit = trit(plane, output, row, unit, index);
          least += Math.min(trit * range.min(), trit * range.max());
        }
      }
    }
    return least;
  }

  /** Codes of one row of a window. */
  int rowSize() {
    return units.count() * width;
  }

  private int planeSize() {
    return groups() * window().size().rows() * rowSize();
  }

  /** The first code of a row. */
  int at(int plane, int group, int row) {
    return plane * planeSize() + (group * window().size().rows() + row) * rowSize();
  }
}
