package org.dyadic.kernel.vector;

import java.util.ArrayList;
import java.util.List;
import org.dyadic.kernel.Window;

/**
 * The codes of a {@link PermProduct}: for each plane, group of outputs and row of the window the
 * code vectors of all outputs of the group, and the blocks that 16-bit sums can take.
 */
final class PermWeights {
  /** Trits of a code short. */
  static final int TRITS = 3 * WindowRows.INPUTS;

  private static final int FIELD = 5;

  private final WindowRows rows;
  private final byte[] codes;
  private final int width;
  private final int planes;
  private final short[] packed;
  private final List<SafeBlocks.Block> blocks;

  /**
   * Packs codes.
   *
   * @param codes as {@link org.dyadic.kernel.Kernels#product} takes them, one group
   * @param width outputs of a group, a multiple of 32
   * @param min the least value of the input
   * @param max the largest
   */
  PermWeights(WindowRows rows, byte[] codes, int width, int min, int max) {
    this.rows = rows;
    this.codes = codes.clone();
    this.width = width;
    planes = Trits.planes(codes);
    packed = new short[planes * planeSize()];
    for (int plane = 0; plane < planes; plane++) {
      for (int output = 0; output < groups() * width; output++) {
        pack(plane, output);
      }
    }
    SafeBlocks.Extents extents =
        new SafeBlocks.Extents(
            window().outChannels(), planes, window().size().rows(), rows.codeVectors(), TRITS);
    blocks = new SafeBlocks(extents, this::trit, min, max).find();
  }

  private void pack(int plane, int output) {
    for (int row = 0; row < window().size().rows(); row++) {
      int at = at(plane, output / width, row) + lane(output % width);
      for (int vector = 0; vector < rows.codeVectors(); vector++) {
        packed[at + vector * width] = (short) codes(plane, output, row, vector);
      }
    }
  }

  /** Three codes of 5 bits, each three digits to base 3. */
  private int codes(int plane, int output, int row, int vector) {
    int bits = 0;
    for (int table = 2; table >= 0; table--) {
      int code = 0;
      for (int digit = WindowRows.INPUTS - 1; digit >= 0; digit--) {
        code = 3 * code + trit(plane, output, row, vector, table * WindowRows.INPUTS + digit) + 1;
      }
      bits = bits << FIELD | code;
    }
    return bits;
  }

  /** -1, 0 or 1; 0 beyond the window and beyond the outputs. */
  private int trit(int plane, int output, int row, int vector, int index) {
    int input = rows.input(vector, index / WindowRows.INPUTS, index % WindowRows.INPUTS);
    if (input < 0 || output >= window().outChannels()) {
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
  private static int lane(int output) {
    int within = output % PermTile.LANES;
    int half = PermTile.LANES / 2;
    return output - within + (within < half ? 2 * within : 2 * (within - half) + 1);
  }

  Window window() {
    return rows.window();
  }

  WindowRows rows() {
    return rows;
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

  /** Codes of one row of a window. */
  int rowSize() {
    return rows.codeVectors() * width;
  }

  private int planeSize() {
    return groups() * window().size().rows() * rowSize();
  }

  /** The first code of a row. */
  int at(int plane, int group, int row) {
    return plane * planeSize() + (group * window().size().rows() + row) * rowSize();
  }
}
