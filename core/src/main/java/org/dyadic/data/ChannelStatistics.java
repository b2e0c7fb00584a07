package org.dyadic.data;

import java.util.Arrays;
import org.dyadic.model.Shape;

/**
 * Mean and standard deviation of every channel, in units of full scale, from exact integer sums.
 *
 * @param mean in 0 .. 1
 * @param deviation at least one pixel step, 1 / 255, so that a constant channel can be normalised
 */
record ChannelStatistics(double[] mean, double[] deviation) {

  static ChannelStatistics of(ImageSet images) {
    int channels = images.shape().channels();
    int area = images.shape().area();
    long[] sums = new long[channels];
    long[] squares = new long[channels];
    byte[] image = new byte[images.shape().size()];
    for (int i = 0; i < images.size(); i++) {
      images.read(i, image, 0);
      for (int j = 0; j < image.length; j++) {
        int value = Byte.toUnsignedInt(image[j]);
        sums[j / area] += value;
        squares[j / area] += (long) value * value;
      }
    }
    double count = (double) images.size() * area;
    double[] mean = new double[channels];
    double[] deviation = new double[channels];
    for (int c = 0; c < channels; c++) {
      double average = sums[c] / count;
      double variance = Math.max(0, squares[c] / count - average * average);
      mean[c] = average / 255;
      deviation[c] = Math.max(1, Math.sqrt(variance)) / 255;
    }
    return new ChannelStatistics(mean, deviation);
  }

  /** A table for where only the shape, not the values matter. */
  static PixelTable identity(Shape shape) {
    double[] zeros = new double[shape.channels()];
    double[] ones = new double[shape.channels()];
    Arrays.fill(ones, 1);
    return PixelTable.normalizing(zeros, ones);
  }

  PixelTable table() {
    return PixelTable.normalizing(mean, deviation);
  }
}
