package org.dyadic.kernel;

/**
 * Arrays whose place in a cache line is known. Java aligns arrays to 8 bytes and does not tell
 * where they are; but G1, the usual collector, puts one larger than half a region at the beginning
 * of a region of its own, and does not move it. With other collectors such an array begins
 * anywhere, and is larger for nothing.
 */
final class HeapRegions {
  private static final long TARGET = 2048;
  private static final long LEAST = 1L << 20;
  private static final long MOST = 1L << 25;

  /** Bytes of an array before its first element, in a Java that is started as usual. */
  private static final int HEADER = 16;

  /** Bytes of a cache line, and of the widest vector. */
  private static final int LINE = 64;

  private HeapRegions() {}

  /**
   * Bytes of a region of G1 that nobody chose: a 2048th of the largest heap, or the next power of
   * two, as G1 itself computes it.
   *
   * @param heap bytes that the heap may grow to
   */
  static long size(long heap) {
    long even = Math.clamp(heap / TARGET, LEAST, MOST);
    long below = Long.highestOneBit(even);
    return below == even ? even : 2 * below;
  }

  /**
   * How many elements an array must have, to hold so many and to fill more than half a region.
   *
   * @param count elements that are needed; 0 stays 0
   * @param each bytes of one
   */
  static int length(int count, int each) {
    return count == 0
        ? 0
        : Math.max(count, (int) (size(Runtime.getRuntime().maxMemory()) / 2 / each));
  }

  /**
   * The first element at a cache line in such an array.
   *
   * @param each bytes of an element
   */
  static int first(int each) {
    return (LINE - HEADER) / each;
  }
}
