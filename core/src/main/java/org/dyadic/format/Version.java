package org.dyadic.format;

import org.dyadic.quant.Codes;

/**
 * What files of one version may hold. A version adds choices and changes none, so one reader reads
 * all: a file of an older version is, but for its number, a file of the newest.
 *
 * @param number the version
 * @param lastInput the largest kind of input
 * @param lastLayer the largest kind of layer
 * @param leastBits the fewest bits of a code
 * @param lastScaling the largest form of scales
 * @param lastEpilogue the largest kind of epilogue
 */
record Version(
    int number, int lastInput, int lastLayer, int leastBits, int lastScaling, int lastEpilogue) {
  private static final Version FIRST =
      new Version(1, Tags.CROP, Tags.RESIDUAL, 2, Scaling.NONE.tag(), Tags.ACCUMULATE);

  /** The version that is written. */
  static final Version NEWEST =
      new Version(
          2,
          Tags.VALUES,
          Tags.LAST_LAYER,
          Codes.MIN_BITS,
          Scaling.PLANES_OF_CHANNELS.tag(),
          Tags.REQUANTIZE_PLANES);

  /** Reads the number of a version. */
  static Version read(ByteSource source) {
    int offset = source.position();
    int number = (int) source.signed("version", 4);
    return switch (number) {
      case 1 -> FIRST;
      case 2 -> NEWEST;
      default ->
          throw source.fault(
              offset,
              "format version %d or %d".formatted(FIRST.number, NEWEST.number),
              Integer.toUnsignedString(number));
    };
  }
}
