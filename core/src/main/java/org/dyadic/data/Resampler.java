package org.dyadic.data;

import org.dyadic.data.Preprocessing.Fit;

/**
 * Scales planes of unsigned bytes with a triangle filter as wide as the larger of the two pixel
 * sizes: linear interpolation upwards, a weighted mean of everything covered downwards. A plane of
 * the wanted size comes back unchanged. The sums are made in double precision in a fixed order, so
 * that the result is the same on every machine.
 */
final class Resampler {
  private final Axis rows;
  private final Axis columns;
  private final int sourceWidth;

  /** From a source of one size to a target of another, as {@code fit} says. */
  Resampler(int sourceHeight, int sourceWidth, int height, int width, Fit fit) {
    double boxHeight = sourceHeight;
    double boxWidth = sourceWidth;
    if (fit == Fit.CROP) {
      double scale = Math.min((double) sourceHeight / height, (double) sourceWidth / width);
      boxHeight = height * scale;
      boxWidth = width * scale;
    }
    this.rows = Axis.of(sourceHeight, boxHeight, height);
    this.columns = Axis.of(sourceWidth, boxWidth, width);
    this.sourceWidth = sourceWidth;
  }

  /** Writes the scaled plane, row after row, from {@code start} on. */
  void scale(byte[] source, byte[] target, int start) {
    int width = columns.count();
    int firstRow = rows.first(0);
    int rowCount = rows.end() - firstRow;
    double[] narrowed = new double[Math.multiplyExact(rowCount, width)];
    for (int y = 0; y < rowCount; y++) {
      for (int x = 0; x < width; x++) {
        narrowed[y * width + x] = rowSum(source, firstRow + y, x);
      }
    }
    for (int y = 0; y < rows.count(); y++) {
      for (int x = 0; x < width; x++) {
        double sum = columnSum(narrowed, y, x, firstRow);
        target[start + y * width + x] = (byte) (int) (sum + 0.5);
      }
    }
  }

  private double rowSum(byte[] source, int row, int x) {
    double[] weights = columns.weights[x];
    int at = row * sourceWidth + columns.first(x);
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * Byte.toUnsignedInt(source[at + i]);
    }
    return sum;
  }

  private double columnSum(double[] narrowed, int y, int x, int firstRow) {
    double[] weights = rows.weights[y];
    int width = columns.count();
    int at = (rows.first(y) - firstRow) * width + x;
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * narrowed[at + i * width];
    }
    return sum;
  }

  /** For every target position of one axis the first source position and the weights from there. */
  private record Axis(int[] starts, double[][] weights) {

    /** The middle {@code length} of {@code size} source positions, scaled to {@code count}. */
    static Axis of(int size, double length, int count) {
      double scale = length / count;
      double reach = Math.max(1, scale);
      int[] starts = new int[count];
      double[][] weights = new double[count][];
      for (int i = 0; i < count; i++) {
        double center = (size - length) / 2 + (i + 0.5) * scale;
        int from = Math.max(0, (int) Math.floor(center - reach + 0.5));
        int to = Math.min(size, (int) Math.floor(center + reach + 0.5));
        starts[i] = from;
        weights[i] = triangle(from, to, center, reach);
      }
      return new Axis(starts, weights);
    }

    /** Weights that fall linearly to zero at {@code reach} from the centre and sum to one. */
    private static double[] triangle(int from, int to, double center, double reach) {
      double[] weights = new double[to - from];
      double sum = 0;
      for (int j = 0; j < weights.length; j++) {
        weights[j] = Math.max(0, 1 - Math.abs(from + j + 0.5 - center) / reach);
        sum += weights[j];
      }
      for (int j = 0; j < weights.length; j++) {
        weights[j] /= sum;
      }
      return weights;
    }

    int count() {
      return starts.length;
    }

    int first(int position) {
      return starts[position];
    }

    /** One past the last source position that any target position needs. */
    int end() {
      int last = count() - 1;
      return starts[last] + weights[last].length;
    }
  }
}
