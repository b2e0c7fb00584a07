package org.dyadic.kernel;

import java.util.Arrays;

/**
 * The definition of the integer operations, in plain Java. Convolutions gather patches so that
 * every sum is a dot product of two contiguous runs of ints, a loop that the JIT compiler turns
 * into SIMD code.
 */
public final class ScalarKernels implements Kernels {

  @Override
  public void convolution(Window window, int[] weights, int[] in, int[] patches, int[] sums) {
    int tile = window.tile();
    for (int group = 0; group < window.groups(); group++) {
      for (int y = 0; y < window.outHeight(); y++) {
        for (int x = 0; x < window.outWidth(); x += tile) {
          int count = Math.min(tile, window.outWidth() - x);
          Patches.gather(window, group, y, x, count, in, patches);
          multiply(window, group, y, x, count, weights, patches, sums);
        }
      }
    }
  }

  /** All output channels of a group at {@code count} neighbouring positions. */
  private static void multiply(
      Window window, int group, int y, int x, int count, int[] weights, int[] patches, int[] sums) {
    int fanIn = window.fanIn();
    int outputs = window.outChannels() / window.groups();
    for (int o = group * outputs; o < (group + 1) * outputs; o++) {
      int to = (o * window.outHeight() + y) * window.outWidth() + x;
      for (int i = 0; i < count; i++) {
        sums[to + i] = dot(weights, o * fanIn, patches, i * fanIn, fanIn);
      }
    }
  }

  @Override
  public void fullyConnected(int[] weights, int inputs, int outputs, int[] in, int[] sums) {
    for (int o = 0; o < outputs; o++) {
      sums[o] = dot(weights, o * inputs, in, 0, inputs);
    }
  }

  private static int dot(int[] a, int fromA, int[] b, int fromB, int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      sum += a[fromA + i] * b[fromB + i];
    }
    return sum;
  }

  @Override
  public void maxPool(Window window, int[] in, int[] out) {
    int to = 0;
    for (int c = 0; c < window.outChannels(); c++) {
      for (int y = 0; y < window.outHeight(); y++) {
        for (int x = 0; x < window.outWidth(); x++) {
          out[to++] = largest(window, in, c, y, x);
        }
      }
    }
  }

  private static int largest(Window window, int[] in, int channel, int y, int x) {
    int top = y * window.stride().rows() - window.padding().rows();
    int left = x * window.stride().columns() - window.padding().columns();
    int lastRow = Math.min(top + window.size().rows(), window.height());
    int firstColumn = Math.max(left, 0);
    int lastColumn = Math.min(left + window.size().columns(), window.width());
    int largest = Integer.MIN_VALUE;
    for (int row = Math.max(top, 0); row < lastRow; row++) {
      int at = (channel * window.height() + row) * window.width();
      for (int column = firstColumn; column < lastColumn; column++) {
        largest = Math.max(largest, in[at + column]);
      }
    }
    return largest;
  }

  @Override
  public void sumPool(Window window, int[] in, int[] out) {
    int to = 0;
    for (int c = 0; c < window.outChannels(); c++) {
      for (int y = 0; y < window.outHeight(); y++) {
        for (int x = 0; x < window.outWidth(); x++) {
          out[to++] = sum(window, in, corner(window, c, y, x));
        }
      }
    }
  }

  private static int sum(Window window, int[] in, int corner) {
    int sum = 0;
    for (int row = 0; row < window.size().rows(); row++) {
      for (int column = 0; column < window.size().columns(); column++) {
        sum += in[corner + row * window.width() + column];
      }
    }
    return sum;
  }

  /** Where the window of an output lies in an input without padding. */
  private static int corner(Window window, int channel, int y, int x) {
    int row = channel * window.height() + y * window.stride().rows();
    return row * window.width() + x * window.stride().columns();
  }

  @Override
  public void subsample(Window window, int channelsBefore, int[] in, int[] out) {
    int area = window.outHeight() * window.outWidth();
    int to = channelsBefore * area;
    Arrays.fill(out, 0, to, 0);
    for (int c = 0; c < window.channels(); c++) {
      for (int y = 0; y < window.outHeight(); y++) {
        for (int x = 0; x < window.outWidth(); x++) {
          out[to++] = in[corner(window, c, y, x)];
        }
      }
    }
    Arrays.fill(out, to, window.outChannels() * area, 0);
  }

  @Override
  public void addBias(int[] bias, int area, int[] values) {
    for (int c = 0; c < bias.length; c++) {
      for (int i = c * area; i < (c + 1) * area; i++) {
        values[i] += bias[c];
      }
    }
  }

  @Override
  public void requantize(Rescale rescale, int area, int[] values) {
    for (int c = 0; c < rescale.multiplier().length; c++) {
      if (rescale.narrow()) {
        requantizeNarrow(rescale, c, c * area, (c + 1) * area, values);
      } else {
        requantizeWide(rescale, c, c * area, (c + 1) * area, values);
      }
    }
  }

  private static void requantizeNarrow(Rescale r, int channel, int from, int to, int[] values) {
    int multiplier = r.multiplier()[channel];
    int offset = (int) r.offset()[channel];
    int shift = r.shift();
    int min = r.min();
    int max = r.max();
    for (int i = from; i < to; i++) {
      values[i] = Math.min(Math.max((multiplier * values[i] + offset) >> shift, min), max);
    }
  }

  private static void requantizeWide(Rescale r, int channel, int from, int to, int[] values) {
    long multiplier = r.multiplier()[channel];
    long offset = r.offset()[channel];
    for (int i = from; i < to; i++) {
      long product = multiplier * values[i] + offset;
      values[i] = Math.clamp(product >> r.shift(), r.min(), r.max());
    }
  }

  @Override
  public void join(Rescale rescale, int area, int[] shortcut, int[] values) {
    for (int c = 0; c < rescale.multiplier().length; c++) {
      if (rescale.narrow()) {
        joinNarrow(rescale, c, c * area, (c + 1) * area, shortcut, values);
      } else {
        joinWide(rescale, c, c * area, (c + 1) * area, shortcut, values);
      }
    }
  }

  private static void joinNarrow(
      Rescale r, int channel, int from, int to, int[] shortcut, int[] values) {
    int multiplier = r.multiplier()[channel];
    int other = r.shortcutMultiplier()[channel];
    int offset = (int) r.offset()[channel];
    for (int i = from; i < to; i++) {
      int product = multiplier * values[i] + offset + other * shortcut[i];
      values[i] = Math.min(Math.max(product >> r.shift(), r.min()), r.max());
    }
  }

  private static void joinWide(
      Rescale r, int channel, int from, int to, int[] shortcut, int[] values) {
    long multiplier = r.multiplier()[channel];
    long other = r.shortcutMultiplier()[channel];
    long offset = r.offset()[channel];
    for (int i = from; i < to; i++) {
      long product = multiplier * values[i] + offset + other * shortcut[i];
      values[i] = Math.clamp(product >> r.shift(), r.min(), r.max());
    }
  }

  @Override
  public void lstm(Gates gates, int[] inputSums, int[] hiddenSums, int[] cell, int[] hidden) {
    ScalarCells.lstm(gates, inputSums, hiddenSums, cell, hidden);
  }

  @Override
  public void gru(Gates gates, int[] inputSums, int[] hiddenSums, int[] state, int[] hidden) {
    ScalarCells.gru(gates, inputSums, hiddenSums, state, hidden);
  }
}
