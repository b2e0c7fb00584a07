package org.dyadic.kernel.vector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts windows into blocks whose sums cannot leave 16 bits, or 8: with p weights +1 and n weights
 * -1 of an output in a block and inputs in min .. max, every partial sum lies in {@code p min - n
 * max .. p max - n min}. Each block is as large as the weights of all outputs allow, if nothing
 * smaller is asked for.
 */
final class SafeBlocks {
  /**
   * The weights to cut.
   *
   * @param outputs how many outputs there are
   * @param planes how many planes of trits
   * @param units units of a window, which are never cut
   * @param unitSize trits of a unit
   */
  record Extents(int outputs, int planes, int units, int unitSize) {}

  /** Where the weights are. */
  interface Trit {
    /** -1, 0 or 1. */
    int at(int plane, int output, int unit, int index);
  }

  /**
   * Inputs and what their sums may be. Sums that begin at their least value, and are counted from
   * there, only need their span to fit.
   *
   * @param min the least input
   * @param max the largest input; 0 lies between them
   * @param bits of a sum
   * @param centred whether every sum begins at minus its least value
   */
  record Range(int min, int max, int bits, boolean centred) {
    private boolean fits(int positive, int negative) {
      long most = (long) positive * max - (long) negative * min;
      long least = (long) positive * min - (long) negative * max;
      long half = 1L << (bits - 1);
      return centred ? most - least < 2 * half : most < half && least >= -half;
    }

    /** Whether a unit of so many trits can be a block at all. */
    boolean holds(int unitSize) {
      return fits(unitSize, 0) && fits(0, unitSize);
    }
  }

  /**
   * A part of a window whose sums fit for every input.
   *
   * @param from its first unit
   * @param end the unit after its last
   */
  record Block(int from, int end) {}

  private final Extents extents;
  private final Trit trits;
  private final Range range;

  SafeBlocks(Extents extents, Trit trits, Range range) {
    this.extents = extents;
    this.trits = trits;
    this.range = range;
  }

  /** Blocks as large as they can be. */
  Block[] find() {
    return find(Integer.MAX_VALUE);
  }

  /**
   * Blocks of a limited size.
   *
   * @param longest the most units of one
   */
  Block[] find(int longest) {
    List<Block> blocks = new ArrayList<>();
    int[] sums = new int[2 * extents.planes() * extents.outputs()];
    int[] next = new int[sums.length];
    int from = 0;
    for (int unit = 0; unit < extents.units(); unit++) {
      Arrays.fill(next, 0);
      count(unit, next);
      if (unit - from == longest || !add(sums, next)) {
        blocks.add(new Block(from, unit));
        from = unit;
        System.arraycopy(next, 0, sums, 0, sums.length);
      }
    }
    blocks.add(new Block(from, extents.units()));
    return blocks.toArray(Block[]::new);
  }

  private void count(int unit, int[] counts) {
    int outputs = extents.outputs();
    for (int plane = 0; plane < extents.planes(); plane++) {
      for (int output = 0; output < outputs; output++) {
        int at = 2 * (plane * outputs + output);
        for (int i = 0; i < extents.unitSize(); i++) {
          int trit = trits.at(plane, output, unit, i);
          counts[at] += trit > 0 ? 1 : 0;
          counts[at + 1] += trit < 0 ? 1 : 0;
        }
      }
    }
  }

  /** Adds counts if every sum stays within the range, else leaves them. */
  private boolean add(int[] sums, int[] more) {
    for (int i = 0; i < sums.length; i += 2) {
      if (!range.fits(sums[i] + more[i], sums[i + 1] + more[i + 1])) {
        return false;
      }
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] += more[i];
    }
    return true;
  }
}
