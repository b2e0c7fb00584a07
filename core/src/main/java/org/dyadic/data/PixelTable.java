package org.dyadic.data;

import java.util.Arrays;

/**
 * Normalisation as a table: pixel value p of channel c becomes the signed 8-bit fixed-point number
 * {@code code(c, p) * 2^-exponent}. Training reads the same table as integer inference, so a
 * network is trained on exactly the inputs that it will see, and the input costs no quantization
 * error.
 */
public final class PixelTable {
  /** The number of pixel values. */
  public static final int ENTRIES = 256;

  private final int exponent;
  private final byte[] codes;

  /**
   * A table of given codes.
   *
   * @param exponent the step is 2^-exponent; in -24 .. 24
   * @param codes channel after channel, 256 codes each
   */
  public PixelTable(int exponent, byte[] codes) {
    if (Math.abs(exponent) > 24) {
      throw new IllegalArgumentException(
          "pixel table: exponent (=%d) must lie in -24 .. 24".formatted(exponent));
    }
    if (codes.length == 0 || codes.length % ENTRIES != 0) {
      throw new IllegalArgumentException(
          "pixel table: %d codes are not a whole number of channels of 256"
              .formatted(codes.length));
    }
    for (byte code : codes) {
      if (code == Byte.MIN_VALUE) {
        throw new IllegalArgumentException(
            "pixel table: codes must lie in -127 .. 127, one is -128");
      }
    }
    this.exponent = exponent;
    this.codes = codes.clone();
  }

  /**
   * The table of (p / 255 - mean) / deviation, with the finest step at which no pixel value
   * saturates: the largest exponent with |value| * 2^exponent &lt;= 127 for all.
   *
   * @param mean per channel, in units of full scale
   * @param deviation per channel, positive, in units of full scale
   */
  public static PixelTable normalizing(double[] mean, double[] deviation) {
    if (mean.length == 0 || mean.length != deviation.length) {
      throw new IllegalArgumentException(
          "pixel table: %d means and %d deviations; one of each a channel is needed"
              .formatted(mean.length, deviation.length));
    }
    double largest = 0;
    for (int c = 0; c < mean.length; c++) {
      if (!(deviation[c] > 0) || !Double.isFinite(mean[c])) {
        throw new IllegalArgumentException(
            "pixel table: channel %d: mean %s must be finite, deviation %s positive"
                .formatted(c, mean[c], deviation[c]));
      }
      largest = Math.max(largest, Math.abs(normalize(0, mean[c], deviation[c])));
      largest = Math.max(largest, Math.abs(normalize(255, mean[c], deviation[c])));
    }
    int exponent = Math.clamp(Math.getExponent(127 / Math.max(largest, 1e-6)), -24, 24);
    byte[] codes = new byte[mean.length * ENTRIES];
    for (int c = 0; c < mean.length; c++) {
      for (int p = 0; p < ENTRIES; p++) {
        double scaled = Math.scalb(normalize(p, mean[c], deviation[c]), exponent);
        codes[c * ENTRIES + p] = (byte) Math.rint(scaled);
      }
    }
    return new PixelTable(exponent, codes);
  }

  private static double normalize(int pixel, double mean, double deviation) {
    return (pixel / 255.0 - mean) / deviation;
  }

  /** The number of channels. */
  public int channels() {
    return codes.length / ENTRIES;
  }

  /** The step is 2^-exponent. */
  public int exponent() {
    return exponent;
  }

  /** The code of an unsigned pixel value. */
  public byte code(int channel, int pixel) {
    return codes[channel * ENTRIES + pixel];
  }

  /** A copy of all codes, channel after channel. */
  public byte[] codes() {
    return codes.clone();
  }

  /** The values code * 2^-exponent, exact, channel after channel. */
  public float[] values() {
    float[] values = new float[codes.length];
    for (int i = 0; i < codes.length; i++) {
      values[i] = Math.scalb((float) codes[i], -exponent);
    }
    return values;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PixelTable table
        && exponent == table.exponent
        && Arrays.equals(codes, table.codes);
  }

  @Override
  public int hashCode() {
    return 31 * exponent + Arrays.hashCode(codes);
  }

  @Override
  public String toString() {
    return "PixelTable[channels=%d, exponent=%d]".formatted(channels(), exponent);
  }
}
