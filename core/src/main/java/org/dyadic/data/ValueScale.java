package org.dyadic.data;

import java.util.Arrays;

/**
 * How real values become the 8-bit inputs of a network: value v of channel c becomes {@code
 * clamp(floor((v - offset(c)) * factor(c) + 0.5), 0, 255)}, computed in double precision from a v
 * in single precision. A {@link PixelTable} then normalises them like pixels.
 *
 * <p>Chosen on training values, 0 and 255 stand for the smallest and the largest of a channel,
 * except that outliers do not count: neither end lies farther beyond the 0.1 and 99.9 percentiles
 * than half their distance. What lies beyond an end becomes 0 or 255.
 */
public final class ValueScale {
  private static final int STEPS = 255;
  private static final double OUTLIERS = 0.001;
  private static final double MARGIN = 0.5;

  /** Percentiles are those of at most about so many values a channel, evenly spaced. */
  private static final int SAMPLES = 1 << 24;

  private final double[] offset;
  private final double[] factor;

  /**
   * A scale of given numbers.
   *
   * @param offset one a channel, finite
   * @param factor one a channel, finite and at least 0; 0 where training values were all the same
   * @throws IllegalArgumentException naming the channel and the number
   */
  public ValueScale(double[] offset, double[] factor) {
    if (offset.length == 0 || offset.length != factor.length) {
      throw new IllegalArgumentException(
          "value scale: %d offsets and %d factors; one of each a channel is needed"
              .formatted(offset.length, factor.length));
    }
    for (int c = 0; c < offset.length; c++) {
      if (!Double.isFinite(offset[c]) || !Double.isFinite(factor[c]) || factor[c] < 0) {
        throw new IllegalArgumentException(
            "value scale: channel %d: offset %s must be finite, factor %s finite and at least 0"
                .formatted(c, offset[c], factor[c]));
      }
    }
    this.offset = offset.clone();
    this.factor = factor.clone();
  }

  /**
   * The scale that training rows choose.
   *
   * @param rows planar: all values of the first channel first; finite
   */
  static ValueScale of(float[][] rows, int channels) {
    double[] offset = new double[channels];
    double[] factor = new double[channels];
    for (int c = 0; c < channels; c++) {
      double[] ends = ends(rows, c, channels);
      offset[c] = ends[0];
      factor[c] = ends[1] > ends[0] ? STEPS / (ends[1] - ends[0]) : 0;
    }
    return new ValueScale(offset, factor);
  }

  /** What becomes 0, and what becomes 255. */
  private static double[] ends(float[][] rows, int channel, int channels) {
    float[] sorted = sample(rows, channel, channels);
    double low = sorted[(int) Math.floor(OUTLIERS * (sorted.length - 1))];
    double high = sorted[(int) Math.ceil((1 - OUTLIERS) * (sorted.length - 1))];
    double margin = MARGIN * (high - low);
    double[] all = range(rows, channel, channels);
    return high > low
        ? new double[] {Math.max(all[0], low - margin), Math.min(all[1], high + margin)}
        : all;
  }

  private static float[] sample(float[][] rows, int channel, int channels) {
    int area = rows[0].length / channels;
    long all = (long) rows.length * area;
    long step = all <= SAMPLES ? 1 : all / SAMPLES | 1;
    float[] sample = new float[Math.toIntExact(Math.ceilDiv(all, step))];
    for (int i = 0; i < sample.length; i++) {
      long at = i * step;
      sample[i] = rows[(int) (at / area)][channel * area + (int) (at % area)];
    }
    Arrays.sort(sample);
    return sample;
  }

  private static double[] range(float[][] rows, int channel, int channels) {
    int area = rows[0].length / channels;
    double least = Double.POSITIVE_INFINITY;
    double largest = Double.NEGATIVE_INFINITY;
    for (float[] row : rows) {
      for (int i = channel * area; i < (channel + 1) * area; i++) {
        least = Math.min(least, row[i]);
        largest = Math.max(largest, row[i]);
      }
    }
    return new double[] {least, largest};
  }

  /** The number of channels. */
  public int channels() {
    return offset.length;
  }

  /** The value of a channel that becomes 0. */
  public double offset(int channel) {
    return offset[channel];
  }

  /** Steps a unit of a channel's values. */
  public double factor(int channel) {
    return factor[channel];
  }

  /**
   * One row of finite values as unsigned bytes.
   *
   * @param row planar: channel after channel, as many values each
   * @throws IllegalArgumentException if the row is not a whole number of values a channel
   */
  public byte[] apply(float[] row) {
    if (row.length == 0 || row.length % channels() != 0) {
      throw new IllegalArgumentException(
          "value scale: %d values are not as many for each of %d channels"
              .formatted(row.length, channels()));
    }
    int area = row.length / channels();
    byte[] scaled = new byte[row.length];
    for (int i = 0; i < row.length; i++) {
      double steps = (row[i] - offset[i / area]) * factor[i / area];
      scaled[i] = (byte) Math.clamp((long) Math.floor(steps + 0.5), 0, STEPS);
    }
    return scaled;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ValueScale scale
        && Arrays.equals(offset, scale.offset)
        && Arrays.equals(factor, scale.factor);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(offset) + Arrays.hashCode(factor);
  }

  @Override
  public String toString() {
    return "ValueScale[offset=%s, factor=%s]"
        .formatted(Arrays.toString(offset), Arrays.toString(factor));
  }
}
