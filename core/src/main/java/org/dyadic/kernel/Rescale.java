package org.dyadic.kernel;

/**
 * The numbers of one requantization, {@code q = clip((m * acc + offset + k * side) >> shift)}. The
 * arrays belong to the caller and must not change.
 *
 * @param multiplier m, one a channel
 * @param offset bias and rounding half together, one a channel; empty where it is wide
 * @param wideOffset the same in 64 bits where a result may leave 32 bits, else empty
 * @param sideMultiplier k, one a channel, of a shortcut or of the negative plane; empty where there
 *     is neither
 * @param shift in 0 .. 31, in 0 .. 62 where it is wide
 * @param min the smallest q
 * @param max the largest q
 */
public record Rescale(
    int[] multiplier,
    int[] offset,
    long[] wideOffset,
    int[] sideMultiplier,
    int shift,
    int min,
    int max) {

  /**
   * A requantization.
   *
   * @param narrow whether 32-bit arithmetic gives the result: it fits, products and partial sums
   *     may wrap
   */
  public static Rescale of(
      int[] multiplier,
      long[] offset,
      int[] sideMultiplier,
      int shift,
      int min,
      int max,
      boolean narrow) {
    if (!narrow) {
      return new Rescale(multiplier, new int[0], offset, sideMultiplier, shift, min, max);
    }
    int[] exact = new int[offset.length];
    for (int i = 0; i < exact.length; i++) {
      exact[i] = Math.toIntExact(offset[i]);
    }
    return new Rescale(multiplier, exact, new long[0], sideMultiplier, shift, min, max);
  }

  /** Whether 32-bit arithmetic gives the result: it fits, products and partial sums may wrap. */
  public boolean narrow() {
    return wideOffset.length == 0;
  }

  /** The number of channels. */
  public int channels() {
    return multiplier.length;
  }
}
