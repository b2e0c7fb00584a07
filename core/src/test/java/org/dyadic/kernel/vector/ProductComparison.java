package org.dyadic.kernel.vector;

import java.util.Arrays;
import java.util.Random;
import org.dyadic.kernel.Kernels;
import org.dyadic.kernel.Product;
import org.dyadic.kernel.ScalarKernels;
import org.dyadic.kernel.Scratch;
import org.dyadic.kernel.Window;
import org.dyadic.model.Extent;

/**
 * Compares a provider's products with the definition's: sizes around the tiles of pixels and
 * outputs, one or many channels, every kind of padding, codes of every number of bits, random
 * inputs and those that drive one sum as far as it can go. Needs no test library, so that it runs
 * in other processes too.
 */
final class ProductComparison {
  private static final Kernels SCALAR = new ScalarKernels();

  /** Outputs whose sums are driven to their ends. */
  private static final int EXTREMES = 40;

  private ProductComparison() {}

  static void run(Kernels kernels, int cases) {
    for (long seed = 0; seed < cases; seed++) {
      Random random = new Random(seed);
      Window window = window(random);
      int top = new int[] {1, 1, 1, 3, 7, 127}[random.nextInt(6)];
      byte[] codes = codes(random, window, top, random.nextInt(100));
      int min = random.nextBoolean() ? 0 : -127;
      int max = random.nextBoolean() ? 255 : 127;
      compare(kernels, random, window, codes, min, max, "seed " + seed + ", codes to " + top);
    }
  }

  /**
   * Windows of three columns at distance 1 on inputs of few values, which some providers favour.
   */
  static void runNarrow(Kernels kernels, int cases) {
    for (long seed = 0; seed < cases; seed++) {
      Random random = new Random(seed);
      Extent size = new Extent(1 + random.nextInt(4), 3);
      int height = size.rows() + random.nextInt(5);
      int width = 1 + random.nextInt(12);
      Extent padding = new Extent(random.nextInt(size.rows()), 1 + random.nextInt(2));
      Extent stride = new Extent(1 + random.nextInt(2), 1);
      int channels = 1 + random.nextInt(60);
      int outputs = 30 + random.nextInt(230);
      Window window = window(channels, height, width, outputs, size, padding, stride);
      byte[] codes = codes(random, window, random.nextInt(8) == 0 ? 3 : 1, random.nextInt(100));
      int[][] ranges = {{0, 3}, {0, 1}, {-1, 1}, {-2, 1}, {-1, 2}, {0, 7}};
      int[] range = ranges[random.nextInt(ranges.length)];
      compare(kernels, random, window, codes, range[0], range[1], "narrow, seed " + seed);
    }
  }

  /**
   * More inputs than a dozen blocks of sums can hold, for several groups of outputs. Every fourth
   * window is as large as the image, of inputs so small that a block could hold them all.
   */
  static void runDeep(Kernels kernels, int cases) {
    for (long seed = 0; seed < cases; seed++) {
      Random random = new Random(seed);
      boolean all = seed % 4 == 3;
      Extent image = new Extent(4, 5);
      Extent size = all ? image : seed % 2 == 0 ? Extent.square(3) : new Extent(4, 2);
      int channels = 150 + random.nextInt(60);
      int outputs = 65 + random.nextInt(130);
      Extent padding = Extent.square(all ? 0 : 1);
      Window window =
          window(channels, image.rows(), image.columns(), outputs, size, padding, Extent.square(1));
      byte[] codes = codes(random, window, random.nextBoolean() ? 7 : 1, random.nextInt(40));
      compare(kernels, random, window, codes, 0, all ? 3 : 255, "deep, seed " + seed);
    }
  }

  /** Windows of 3 x 3 at distance 1 on images around the width of vectors, as tables take them. */
  static void runSquare(Kernels kernels, int cases) {
    for (long seed = 0; seed < cases; seed++) {
      Random random = new Random(seed);
      int width = 1 + random.nextInt(random.nextBoolean() ? 12 : 70);
      int height = 1 + random.nextInt(random.nextBoolean() ? 4 : 12);
      Extent padding =
          new Extent(height < 3 ? 1 : random.nextInt(3), width < 3 ? 1 : random.nextInt(3));
      int channels = 1 + random.nextInt(30);
      int outputs = 25 + random.nextInt(40);
      Window window =
          window(channels, height, width, outputs, Extent.square(3), padding, Extent.square(1));
      byte[] codes = codes(random, window, random.nextInt(6) == 0 ? 3 : 1, random.nextInt(100));
      int[][] ranges = {
        {0, 255}, {-128, 127}, {0, 127}, {-1, 1}, {0, 900}, {-900, 0}, {0, 3}, {-2, 1}, {-3, 3}
      };
      int[] range = ranges[random.nextInt(ranges.length)];
      compare(kernels, random, window, codes, range[0], range[1], "square, seed " + seed);
    }
  }

  /** Windows of three columns at distance 2, in rows around multiples of eight. */
  static void runApart(Kernels kernels, int cases) {
    for (long seed = 0; seed < cases; seed++) {
      Random random = new Random(seed);
      Extent size = new Extent(1 + random.nextInt(4), 3);
      int height = size.rows() + random.nextInt(5);
      int width = 3 + random.nextInt(40);
      Extent padding = new Extent(random.nextInt(size.rows()), random.nextInt(3));
      Extent stride = new Extent(1 + random.nextInt(2), 2);
      int channels = 1 + random.nextInt(random.nextBoolean() ? 4 : 60);
      int outputs = 1 + random.nextInt(random.nextBoolean() ? 33 : 140);
      Window window = window(channels, height, width, outputs, size, padding, stride);
      byte[] codes = codes(random, window, random.nextInt(6) == 0 ? 3 : 1, random.nextInt(100));
      int[][] ranges = {{0, 255}, {-128, 127}, {0, 3}, {-1, 1}};
      int[] range = ranges[random.nextInt(ranges.length)];
      compare(kernels, random, window, codes, range[0], range[1], "apart, seed " + seed);
    }
  }

  /** Windows of all sizes at distance 1, of few channels or many, as tables take them. */
  static void runDense(Kernels kernels, int cases) {
    for (long seed = 0; seed < cases; seed++) {
      Random random = new Random(seed);
      Extent size = new Extent(1 + random.nextInt(6), 1 + random.nextInt(6));
      int height = size.rows() + random.nextInt(8);
      int width = size.columns() + random.nextInt(40);
      Extent padding = new Extent(random.nextInt(size.rows()), random.nextInt(size.columns()));
      int channels = 1 + random.nextInt(random.nextBoolean() ? 4 : 20);
      int outputs = 1 + random.nextInt(60);
      Window window = window(channels, height, width, outputs, size, padding, Extent.square(1));
      byte[] codes = codes(random, window, random.nextInt(6) == 0 ? 7 : 1, random.nextInt(100));
      int[][] ranges = {{0, 255}, {-128, 127}, {0, 3}, {-1, 1}, {0, 1500}, {-1500, 0}};
      int[] range = ranges[random.nextInt(ranges.length)];
      compare(kernels, random, window, codes, range[0], range[1], "dense, seed " + seed);
    }
  }

  private static void compare(
      Kernels kernels, Random random, Window window, byte[] codes, int min, int max, String name) {
    Product fast = kernels.product(window, codes, min, max);
    Product slow = SCALAR.product(window, codes, min, max);
    int size = window.height() * window.width() * window.channels();
    String what = name + ", inputs " + min + " .. " + max + ", " + window;
    // One scratch memory serves all inputs, and one full of another product's numbers does as well.
    Scratch scratch = fast.scratch().allocate();
    Arrays.fill(scratch.ints(), random.nextInt());
    Arrays.fill(scratch.shorts(), (short) random.nextInt());
    Arrays.fill(scratch.line(), (short) random.nextInt());
    Arrays.fill(scratch.bytes(), (byte) random.nextInt());
    compare(window, fast, slow, random.ints(size, min, max + 1).toArray(), scratch, what);
    for (int i = 0; i < Math.min(window.outChannels(), EXTREMES); i++) {
      int output = i * window.outChannels() / Math.min(window.outChannels(), EXTREMES);
      int[] extreme = extreme(random, window, codes, output, min, max);
      compare(window, fast, slow, extreme, scratch, what + ", against output " + output);
    }
  }

  private static Window window(Random random) {
    boolean dense = random.nextInt(4) == 0;
    Extent size = new Extent(1 + random.nextInt(5), 1 + random.nextInt(5));
    int height = size.rows() + random.nextInt(6);
    int width = size.columns() + random.nextInt(20);
    Extent padding = new Extent(random.nextInt(size.rows()), random.nextInt(size.columns()));
    Extent stride = new Extent(1 + random.nextInt(3), 1 + random.nextInt(3));
    if (dense) {
      size = new Extent(height, width);
      padding = Extent.square(0);
    }
    int channels = 1 + random.nextInt(random.nextBoolean() ? 4 : 70);
    int outputs = 1 + random.nextInt(random.nextBoolean() ? 33 : 140);
    return window(channels, height, width, outputs, size, padding, stride);
  }

  private static Window window(
      int channels,
      int height,
      int width,
      int outputs,
      Extent size,
      Extent padding,
      Extent stride) {
    return new Window(
        channels,
        height,
        width,
        outputs,
        (height + 2 * padding.rows() - size.rows()) / stride.rows() + 1,
        (width + 2 * padding.columns() - size.columns()) / stride.columns() + 1,
        size,
        stride,
        padding,
        1);
  }

  private static byte[] codes(Random random, Window window, int top, int zeros) {
    byte[] codes = new byte[window.outChannels() * window.fanIn()];
    for (int i = 0; i < codes.length; i++) {
      boolean zero = random.nextInt(100) < zeros;
      codes[i] = (byte) (zero ? 0 : random.nextInt(2 * top + 1) - top);
    }
    return codes;
  }

  /** The input that drives one sum as far as it can go, at a random place. */
  private static int[] extreme(
      Random random, Window w, byte[] codes, int output, int min, int max) {
    int[] in = new int[w.height() * w.width() * w.channels()];
    int sign = random.nextBoolean() ? 1 : -1;
    int top = random.nextInt(w.outHeight()) * w.stride().rows() - w.padding().rows();
    int left = random.nextInt(w.outWidth()) * w.stride().columns() - w.padding().columns();
    for (int i = 0; i < w.fanIn(); i++) {
      int row = top + i / w.channels() / w.size().columns();
      int column = left + i / w.channels() % w.size().columns();
      if (row >= 0 && row < w.height() && column >= 0 && column < w.width()) {
        int code = codes[output * w.fanIn() + i] * sign;
        int at = (row * w.width() + column) * w.channels() + i % w.channels();
        in[at] = code > 0 ? max : code < 0 ? min : 0;
      }
    }
    return in;
  }

  private static void compare(
      Window window, Product fast, Product slow, int[] in, Scratch scratch, String what) {
    Scratch plain = slow.scratch().allocate();
    int[] sums = new int[window.outWidth() * window.outChannels()];
    Arrays.fill(sums, 1 << 20);
    int[] expected = new int[sums.length];
    for (int y = 0; y < window.outHeight(); y++) {
      fast.row(in, y, scratch, sums);
      slow.row(in, y, plain, expected);
      int different = Arrays.mismatch(expected, sums);
      if (different >= 0) {
        throw new AssertionError(
            "%s, row %d, sum %d: %d, not %d"
                .formatted(what, y, different, sums[different], expected[different]));
      }
    }
  }
}
