package org.dyadic.kernel.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import org.dyadic.kernel.Kernels;
import org.dyadic.kernel.Product;
import org.dyadic.kernel.Rescale;
import org.dyadic.kernel.ScalarKernels;
import org.dyadic.kernel.Scratch;
import org.dyadic.kernel.Window;
import org.dyadic.model.Extent;
import org.junit.jupiter.api.Test;

class PermKernelsTest {
  private static final Kernels SCALAR = new ScalarKernels();
  private static final Kernels PERM = new PermKernels();

  /** Sizes around the tiles of pixels and outputs, one or many channels, every kind of padding. */
  @Test
  void productsOfOddSizesAreThoseOfTheDefinition() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      Window window = window(random);
      int top = new int[] {1, 1, 1, 3, 7, 127}[random.nextInt(6)];
      byte[] codes = codes(random, window, top, random.nextInt(100));
      int min = random.nextBoolean() ? 0 : -127;
      int max = random.nextBoolean() ? 255 : 127;
      Product fast = PERM.product(window, codes, min, max);
      Product slow = SCALAR.product(window, codes, min, max);
      int size = window.height() * window.width() * window.channels();
      String what = "seed " + seed + ", codes to " + top + ", " + window;
      // One scratch memory serves all inputs, and one full of other numbers does as well.
      Scratch scratch = fast.scratch().allocate();
      compare(window, fast, slow, random.ints(size, min, max + 1).toArray(), scratch, what);
      for (int output = 0; output < window.outChannels(); output++) {
        int[] extreme = extreme(random, window, codes, output, min, max);
        compare(window, fast, slow, extreme, scratch, what + ", against output " + output);
      }
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
    return new Window(
        1 + random.nextInt(random.nextBoolean() ? 4 : 70),
        height,
        width,
        1 + random.nextInt(random.nextBoolean() ? 33 : 140),
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
    int[] expected = new int[sums.length];
    for (int y = 0; y < window.outHeight(); y++) {
      fast.row(in, y, scratch, sums);
      slow.row(in, y, plain, expected);
      assertArrayEquals(expected, sums, what + ", row " + y);
    }
  }

  /** Channels around the width of a vector, numbers up to the limits of 32 and of 64 bits. */
  @Test
  void requantizationsAndJoinsAreThoseOfTheDefinition() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      int channels = 1 + random.nextInt(70);
      int pixels = 1 + random.nextInt(5);
      boolean narrow = random.nextBoolean();
      int bound = narrow ? 20_000 : Integer.MAX_VALUE;
      long[] offset = random.longs(channels, -(1L << 30), 1L << 30).toArray();
      Rescale rescale =
          Rescale.of(
              random.ints(channels, -bound, bound).toArray(),
              offset,
              random.ints(channels, -bound, bound).toArray(),
              random.nextInt(narrow ? 32 : 63),
              -random.nextInt(300),
              random.nextInt(300),
              narrow);
      int[] sums = random.ints((long) pixels * channels, -25_000, 25_000).toArray();
      int[] side = random.ints((long) pixels * channels + 3, -25_000, 25_000).toArray();
      int[] expected = new int[pixels * channels + 3];
      int[] actual = new int[expected.length];
      SCALAR.requantize(rescale, pixels, sums, 0, expected, 3);
      PERM.requantize(rescale, pixels, sums, 0, actual, 3);
      assertArrayEquals(expected, actual, "requantize, seed " + seed);
      SCALAR.join(rescale, pixels, sums, side, expected, 3);
      PERM.join(rescale, pixels, sums, side, actual, 3);
      assertArrayEquals(expected, actual, "join, seed " + seed);
    }
  }

  @Test
  void maxPoolsAreThoseOfTheDefinition() {
    for (long seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      int channels = 16 * (1 + random.nextInt(3)) + (random.nextInt(4) == 0 ? 1 : 0);
      int height = 2 + random.nextInt(6);
      int width = 2 + random.nextInt(6);
      Extent stride = new Extent(1 + random.nextInt(3), 1 + random.nextInt(3));
      int rows = (height - 2) / stride.rows() + 1;
      int columns = (width - 2) / stride.columns() + 1;
      Window window =
          new Window(
              channels,
              height,
              width,
              channels,
              rows,
              columns,
              Extent.square(2),
              stride,
              Extent.square(0),
              1);
      int[] in = random.ints((long) height * width * channels, -300, 300).toArray();
      int[] expected = new int[rows * columns * channels];
      int[] actual = new int[expected.length];
      SCALAR.maxPool(window, in, expected);
      PERM.maxPool(window, in, actual);
      assertArrayEquals(expected, actual, "seed " + seed + ", " + window);
    }
  }
}
