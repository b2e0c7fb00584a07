package org.dyadic.kernel;

/**
 * The definition of the integer operations, in plain Java. The other providers extend it and
 * replace what they do faster.
 */
public class ScalarKernels implements Kernels {

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public Product product(Window window, byte[] codes, int min, int max) {
    return new ScalarProduct(window, codes);
  }

  @Override
  public void lookUp(int[] table, byte[] pixels, int from, int area, int[] out) {
    lookUp(table, pixels, from, 0, area, out);
  }

  /** Looks the pixels of each channel up, from one of them on. */
  protected static void lookUp(
      int[] table, byte[] pixels, int from, int first, int area, int[] out) {
    int channels = table.length / PIXEL_VALUES;
    for (int channel = 0; channel < channels; channel++) {
      int entries = channel * PIXEL_VALUES;
      int at = from + channel * area;
      for (int i = first; i < area; i++) {
        out[i * channels + channel] = table[entries + Byte.toUnsignedInt(pixels[at + i])];
      }
    }
  }

  @Override
  public void maxPool(Window window, int[] in, int[] out) {
    int channels = window.channels();
    for (int y = 0; y < window.outHeight(); y++) {
      for (int x = 0; x < window.outWidth(); x++) {
        largest(window, in, y, x, out, (y * window.outWidth() + x) * channels);
      }
    }
  }

  private static void largest(Window window, int[] in, int y, int x, int[] out, int to) {
    int channels = window.channels();
    int top = y * window.stride().rows() - window.padding().rows();
    int left = x * window.stride().columns() - window.padding().columns();
    int lastRow = Math.min(top + window.size().rows(), window.height());
    int lastColumn = Math.min(left + window.size().columns(), window.width());
    int first = (Math.max(top, 0) * window.width() + Math.max(left, 0)) * channels;
    System.arraycopy(in, first, out, to, channels);
    for (int row = Math.max(top, 0); row < lastRow; row++) {
      for (int column = Math.max(left, 0); column < lastColumn; column++) {
        int from = (row * window.width() + column) * channels;
        for (int c = 0; c < channels; c++) {
          out[to + c] = Math.max(out[to + c], in[from + c]);
        }
      }
    }
  }

  @Override
  public void sumPool(Window window, int[] in, int[] out) {
    int channels = window.channels();
    for (int y = 0; y < window.outHeight(); y++) {
      for (int x = 0; x < window.outWidth(); x++) {
        sum(window, in, y, x, out, (y * window.outWidth() + x) * channels);
      }
    }
  }

  private static void sum(Window window, int[] in, int y, int x, int[] out, int to) {
    int channels = window.channels();
    int top = y * window.stride().rows();
    int left = x * window.stride().columns();
    System.arraycopy(in, (top * window.width() + left) * channels, out, to, channels);
    for (int i = 1; i < window.size().area(); i++) {
      int row = top + i / window.size().columns();
      int column = left + i % window.size().columns();
      int from = (row * window.width() + column) * channels;
      for (int c = 0; c < channels; c++) {
        out[to + c] += in[from + c];
      }
    }
  }

  @Override
  public void addBias(int[] bias, int pixels, int[] sums, int[] out, int to) {
    for (int from = 0; from < pixels * bias.length; from += bias.length) {
      for (int c = 0; c < bias.length; c++) {
        out[to + from + c] = sums[from + c] + bias[c];
      }
    }
  }

  @Override
  public void requantize(Rescale rescale, int pixels, int[] sums, int from, int[] out, int to) {
    int channels = rescale.channels();
    for (int i = 0; i < pixels * channels; i += channels) {
      if (rescale.narrow()) {
        narrow(rescale, sums, from + i, out, to + i);
      } else {
        wide(rescale, sums, from + i, out, to + i);
      }
    }
  }

  private static void narrow(Rescale r, int[] sums, int from, int[] out, int to) {
    int[] multiplier = r.multiplier();
    int[] offset = r.offset();
    for (int c = 0; c < multiplier.length; c++) {
      int product = multiplier[c] * sums[from + c] + offset[c];
      out[to + c] = Math.min(Math.max(product >> r.shift(), r.min()), r.max());
    }
  }

  private static void wide(Rescale r, int[] sums, int from, int[] out, int to) {
    int[] multiplier = r.multiplier();
    long[] offset = r.wideOffset();
    for (int c = 0; c < multiplier.length; c++) {
      long product = (long) multiplier[c] * sums[from + c] + offset[c];
      out[to + c] = Math.clamp(product >> r.shift(), r.min(), r.max());
    }
  }

  @Override
  public void join(Rescale rescale, int pixels, int[] sums, int[] side, int[] out, int to) {
    int channels = rescale.channels();
    for (int i = 0; i < pixels * channels; i += channels) {
      if (rescale.narrow()) {
        joinNarrow(rescale, sums, i, side, out, to + i);
      } else {
        joinWide(rescale, sums, i, side, out, to + i);
      }
    }
  }

  private static void joinNarrow(Rescale r, int[] sums, int from, int[] side, int[] out, int to) {
    int[] multiplier = r.multiplier();
    int[] offset = r.offset();
    int[] other = r.sideMultiplier();
    for (int c = 0; c < multiplier.length; c++) {
      int product = multiplier[c] * sums[from + c] + offset[c] + other[c] * side[to + c];
      out[to + c] = Math.min(Math.max(product >> r.shift(), r.min()), r.max());
    }
  }

  private static void joinWide(Rescale r, int[] sums, int from, int[] side, int[] out, int to) {
    int[] multiplier = r.multiplier();
    long[] offset = r.wideOffset();
    int[] other = r.sideMultiplier();
    for (int c = 0; c < multiplier.length; c++) {
      long product =
          (long) multiplier[c] * sums[from + c] + offset[c] + (long) other[c] * side[to + c];
      out[to + c] = Math.clamp(product >> r.shift(), r.min(), r.max());
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
