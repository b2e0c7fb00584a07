package org.dyadic.kernel.vector;

import org.dyadic.kernel.Window;

/**
 * The ternary digits of a product's codes, in the units of a provider. Only for preparing: it holds
 * a byte a weight.
 */
final class TritReader {
  private final TernaryWeights.Units units;
  private final byte[] codes;
  private final int planes;
  private final int[] inputs;

  /** Reads codes as {@link org.dyadic.kernel.Kernels#product} takes them, of one group. */
  TritReader(TernaryWeights.Units units, byte[] codes) {
    this.units = units;
    this.codes = codes.clone();
    planes = Trits.planes(codes);
    inputs = new int[units.count() * units.size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = units.input(i / units.size(), i % units.size());
    }
  }

  TernaryWeights.Units units() {
    return units;
  }

  int planes() {
    return planes;
  }

  /** -1, 0 or 1; 0 beyond the window. */
  int trit(int plane, int output, int unit, int index) {
    int row = unit / units.count();
    int input = inputs[unit % units.count() * units.size() + index];
    if (input < 0) {
      return 0;
    }
    Window window = units.window();
    int rowInputs = window.size().columns() * window.channels();
    int at = (output * window.size().rows() + row) * rowInputs + input;
    return planes == 1 ? codes[at] : Trits.digit(codes[at], plane);
  }

  /** The least sum that an output's weights of a block can have. */
  int least(int plane, int output, SafeBlocks.Block block, SafeBlocks.Range range) {
    int least = 0;
    for (int unit = block.from(); unit < block.end(); unit++) {
      for (int index = 0; index < units.size(); index++) {
        int trit = trit(plane, output, unit, index);
        least += Math.min(trit * range.min(), trit * range.max());
      }
    }
    return least;
  }

  /** The blocks in which sums stay within a range. */
  SafeBlocks blocks(SafeBlocks.Range range) {
    SafeBlocks.Extents extents =
        new SafeBlocks.Extents(units.window().outChannels(), planes, units.all(), units.size());
    return new SafeBlocks(extents, this::trit, range);
  }
}
