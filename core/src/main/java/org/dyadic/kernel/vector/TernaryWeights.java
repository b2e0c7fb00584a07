package org.dyadic.kernel.vector;

import org.dyadic.kernel.Window;

/**
 * The codes of a product: for each plane, group of outputs and unit of the window the code vectors
 * of all outputs of the group.
 */
final class TernaryWeights {
  /** What a provider packs into one short, the unit of its inner loop. */
  interface Units {
    /** The windows, of one group. */
    Window window();

    /** Units of one row of a window. */
    int count();

    /** Units of a window, row after row. */
    default int all() {
      return window().size().rows() * count();
    }

    /** Trits of one unit. */
    int size();

    /** Which input of a window's row, column by column, a trit belongs to; -1 if to none. */
    int input(int unit, int index);

    /** A unit's trits, -1, 0 or 1 each, as one short. */
    short pack(int[] trits);
  }

  private final Units units;
  private final int lanes;
  private final int width;
  private final int planes;
  private final int groups;
  private final int allUnits;
  private final int planeSize;
  private final short[] packed;
  private final SafeBlocks.Block[] blocks;
  private final boolean blocksFirst;

  /**
   * Packs trits.
   *
   * @param lanes shorts of a vector
   * @param width outputs of a group, a multiple of the lanes
   * @param blocks which units' sums are narrow together
   * @param blocksFirst whether the codes of a block follow one another for all groups, so that they
   *     are read in order by a product that goes from block to block
   */
  TernaryWeights(
      TritReader reader, int lanes, int width, SafeBlocks.Block[] blocks, boolean blocksFirst) {
    this.units = reader.units();
    this.lanes = lanes;
    this.width = width;
    this.blocks = blocks;
    this.blocksFirst = blocksFirst;
    planes = reader.planes();
    groups = Math.ceilDiv(window().outChannels(), width);
    allUnits = units.all();
    planeSize = groups * allUnits * width;
    packed = new short[planes * planeSize];
    for (int plane = 0; plane < planes; plane++) {
      for (int output = 0; output < window().outChannels(); output++) {
        pack(reader, plane, output);
      }
    }
  }

  private void pack(TritReader reader, int plane, int output) {
    int[] trits = new int[units.size()];
    for (SafeBlocks.Block block : blocks) {
      int at = at(plane, output / width, block) + lane(output % width);
      for (int unit = block.from(); unit < block.end(); unit++) {
        for (int index = 0; index < trits.length; index++) {
          trits[index] = reader.trit(plane, output, unit, index);
        }
        packed[at + unit * width] = units.pack(trits);
      }
    }
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
    return groups;
  }

  short[] packed() {
    return packed;
  }

  /**
   * Where the codes of a group of outputs and a block are: those of unit i are {@code i * width()}
   * further, counted from the window's first unit.
   */
  int at(int plane, int group, SafeBlocks.Block block) {
    int before =
        blocksFirst
            ? (groups - 1) * block.from() + group * (block.end() - block.from())
            : group * allUnits;
    return plane * planeSize + before * width;
  }
}
