package org.dyadic.kernel;

/**
 * Memory that products work in. It belongs to one session, and one product uses it at a time; what
 * a product leaves there stays until its last row.
 *
 * @param ints space for ints
 * @param shorts space for tables of shorts
 * @param line space for one row of inputs
 * @param bytes space for tables of bytes
 */
public record Scratch(int[] ints, short[] shorts, short[] line, byte[] bytes) {
  /** Where a cache line begins in the shorts of {@link Need#aligned}, if that can be had. */
  public static final int FIRST_SHORT = HeapRegions.first(Short.BYTES);

  /** The same in the bytes. */
  public static final int FIRST_BYTE = HeapRegions.first(Byte.BYTES);

  /**
   * How much a product needs.
   *
   * @param ints ints
   * @param shorts shorts of tables
   * @param line shorts of one row of inputs
   * @param bytes bytes of tables
   */
  public record Need(int ints, int shorts, int line, int bytes) {
    /** Nothing. */
    public static final Need NONE = new Need(0, 0, 0, 0);

    /** What serves both, one after the other. */
    public Need max(Need other) {
      return new Need(
          Math.max(ints, other.ints),
          Math.max(shorts, other.shorts),
          Math.max(line, other.line),
          Math.max(bytes, other.bytes));
    }

    /**
     * At least that much, and so much that {@link #FIRST_SHORT} and {@link #FIRST_BYTE} begin a
     * cache line wherever that can be had.
     */
    public static Need aligned(int ints, int shorts, int line, int bytes) {
      return new Need(
          ints,
          HeapRegions.length(shorts, Short.BYTES),
          line,
          HeapRegions.length(bytes, Byte.BYTES));
    }

    /** That much memory. */
    public Scratch allocate() {
      return new Scratch(new int[ints], new short[shorts], new short[line], new byte[bytes]);
    }
  }
}
