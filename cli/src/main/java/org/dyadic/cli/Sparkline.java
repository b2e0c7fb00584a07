package org.dyadic.cli;

import java.util.Arrays;

/** A row of numbers as a row of blocks. */
final class Sparkline {
  private static final String BLOCKS = "▁▂▃▄▅▆▇█";

  private Sparkline() {}

  /**
   * From the least to the largest value, on a logarithmic scale; zeros are the lowest block.
   *
   * @param width the most characters; of more numbers, neighbours are averaged
   */
  static String log(double[] values, int width) {
    double[] some = averaged(values, width);
    double least = Arrays.stream(some).filter(value -> value > 0).min().orElse(1);
    double[] logs = Arrays.stream(some).map(v -> Math.log(Math.max(v, least))).toArray();
    double low = Math.log(least);
    double high = Arrays.stream(logs).max().orElse(low);
    return blocks(
        Arrays.stream(logs).map(v -> high > low ? (v - low) / (high - low) : 0).toArray());
  }

  /** From 0 to the largest value, on a square-root scale, so that small heaps stay visible. */
  static String histogram(double[] counts, int width) {
    double[] some = averaged(counts, width);
    double most = Math.max(Arrays.stream(some).max().orElse(0), Double.MIN_NORMAL);
    StringBuilder text = new StringBuilder();
    for (double count : some) {
      text.append(count == 0 ? " " : blocks(new double[] {Math.sqrt(count / most)}));
    }
    return text.toString();
  }

  private static double[] averaged(double[] values, int width) {
    if (values.length <= width) {
      return values;
    }
    double[] means = new double[width];
    for (int i = 0; i < width; i++) {
      int from = i * values.length / width;
      int to = (i + 1) * values.length / width;
      means[i] = Arrays.stream(values, from, to).average().orElse(0);
    }
    return means;
  }

  /** Shares of the full height, 0 .. 1. */
  private static String blocks(double[] shares) {
    StringBuilder text = new StringBuilder();
    for (double share : shares) {
      text.append(BLOCKS.charAt((int) Math.round(share * (BLOCKS.length() - 1))));
    }
    return text.toString();
  }
}
