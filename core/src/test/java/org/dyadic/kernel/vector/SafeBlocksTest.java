package org.dyadic.kernel.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.dyadic.kernel.vector.SafeBlocks.Block;
import org.junit.jupiter.api.Test;

/** How windows are cut; that sums then stay within their range is compared product by product. */
class SafeBlocksTest {

  /** One output with all weights +1, four a unit. */
  private static SafeBlocks ofOnes(int units, int max) {
    return new SafeBlocks(
        new SafeBlocks.Extents(1, 1, units, 4),
        (plane, output, unit, index) -> 1,
        new SafeBlocks.Range(0, max, Byte.SIZE, false));
  }

  /** Forty weights of 3 are 120; four more would be more than 127. */
  @Test
  void blocksAreAsLargeAsSumsAllow() {
    assertArrayEquals(
        new Block[] {new Block(0, 10), new Block(10, 20), new Block(20, 23)}, ofOnes(23, 3).find());
  }

  @Test
  void blocksAreNoLongerThanAskedFor() {
    assertArrayEquals(
        new Block[] {new Block(0, 4), new Block(4, 8), new Block(8, 9)}, ofOnes(9, 3).find(4));
    assertArrayEquals(new Block[] {new Block(0, 9)}, ofOnes(9, 3).find(9));
    assertArrayEquals(
        new Block[] {new Block(0, 10), new Block(10, 12)}, ofOnes(12, 3).find(11), "sums first");
  }
}
