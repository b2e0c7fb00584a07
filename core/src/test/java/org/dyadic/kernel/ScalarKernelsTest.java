package org.dyadic.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.dyadic.model.Extent;
import org.junit.jupiter.api.Test;

class ScalarKernelsTest {
  private static final Kernels KERNELS = new ScalarKernels();

  @Test
  void narrowAndWideLanesAgreeUpToTheLimitOf32Bits() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      int shift = random.nextInt(32);
      long half = shift == 0 ? 0 : 1L << (shift - 1);
      int top = 1 + random.nextInt(1 << 20);
      // |m * acc| <= room, so that offset and both products stay within 32 bits.
      long room = (Integer.MAX_VALUE - half) / 3;
      int multiplier = signed(random, (int) (room / top));
      int other = signed(random, (int) (room / top));
      long offset = half + signed(random, (int) room);
      int[] sums = random.ints(65, -top, top + 1).toArray();
      sums[0] = top;
      sums[1] = -top;
      int[] side = random.ints(65, -top, top + 1).toArray();
      int[] narrow = new int[65];
      int[] wide = new int[65];
      KERNELS.requantize(rescale(multiplier, offset, other, shift, true), 65, sums, 0, narrow, 0);
      KERNELS.requantize(rescale(multiplier, offset, other, shift, false), 65, sums, 0, wide, 0);
      assertArrayEquals(wide, narrow, "requantize, seed " + seed);
      KERNELS.join(rescale(multiplier, offset, other, shift, true), 65, sums, side, narrow, 0);
      KERNELS.join(rescale(multiplier, offset, other, shift, false), 65, sums, side, wide, 0);
      assertArrayEquals(wide, narrow, "join, seed " + seed);
    }
  }

  private static int signed(Random random, int bound) {
    return random.nextInt(bound + 1) * (random.nextBoolean() ? 1 : -1);
  }

  private static Rescale rescale(int m, long offset, int k, int shift, boolean narrow) {
    return Rescale.of(
        new int[] {m}, new long[] {offset}, new int[] {k}, shift, -100_000, 100_000, narrow);
  }

  @Test
  void wideLanesUseAll64Bits() {
    int[] values = {Integer.MAX_VALUE, Integer.MIN_VALUE};
    Rescale rescale =
        Rescale.of(
            new int[] {Integer.MAX_VALUE}, new long[] {1L << 61}, new int[0], 62, -1, 3, false);
    KERNELS.requantize(rescale, 2, values, 0, values, 0);
    // (2^62 - 2^32 + 1 + 2^61) >> 62 = 1 and (-2^62 + 2^31 + 2^61) >> 62 = -1.
    assertArrayEquals(new int[] {1, -1}, values);
  }

  /** Widths around the tile of patches, paddings wider than the image, one to four groups. */
  @Test
  void convolutionsOfOddSizesAreExact() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      int groups = 1 + random.nextInt(4);
      Extent size = new Extent(1 + random.nextInt(5), 1 + random.nextInt(9));
      Extent padding =
          new Extent(random.nextInt(size.rows()), random.nextInt(Math.min(size.columns(), 5)));
      Extent stride = new Extent(1 + random.nextInt(3), 1 + random.nextInt(3));
      int height = Math.max(1, size.rows() - 2 * padding.rows()) + random.nextInt(7);
      int width = Math.max(1, size.columns() - 2 * padding.columns()) + random.nextInt(40);
      Window window =
          new Window(
              groups * (1 + random.nextInt(9)),
              height,
              width,
              groups * (1 + random.nextInt(3)),
              (height + 2 * padding.rows() - size.rows()) / stride.rows() + 1,
              (width + 2 * padding.columns() - size.columns()) / stride.columns() + 1,
              size,
              stride,
              padding,
              groups);
      check(window, random, seed);
    }
  }

  private static void check(Window window, Random random, long seed) {
    int inputs = window.channels() * window.height() * window.width();
    int[] in = random.ints(inputs, -255, 256).toArray();
    byte[] codes = new byte[window.outChannels() * window.fanIn()];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) (random.nextInt(255) - 127);
    }
    Product product = KERNELS.product(window, codes, -255, 255);
    Scratch scratch = product.scratch().allocate();
    int[] sums = new int[window.outWidth() * window.outChannels()];
    for (int y = 0; y < window.outHeight(); y++) {
      product.row(in, y, scratch, sums);
      int to = 0;
      for (int x = 0; x < window.outWidth(); x++) {
        for (int o = 0; o < window.outChannels(); o++) {
          long expected = sum(window, codes, in, o, y, x);
          assertEquals(expected, sums[to++], window + ", seed " + seed);
        }
      }
    }
  }

  /** The formula, channels last, written down with one loop over everything. */
  private static long sum(Window w, byte[] codes, int[] in, int o, int y, int x) {
    int inputs = w.channels() / w.groups();
    int first = o / (w.outChannels() / w.groups()) * inputs;
    long sum = 0;
    for (int i = 0; i < w.fanIn(); i++) {
      int columns = w.size().columns();
      int channel = first + i % inputs;
      int row = y * w.stride().rows() - w.padding().rows() + i / inputs / columns;
      int column = x * w.stride().columns() - w.padding().columns() + i / inputs % columns;
      if (row >= 0 && row < w.height() && column >= 0 && column < w.width()) {
        long value = in[(row * w.width() + column) * w.channels() + channel];
        sum += value * codes[o * w.fanIn() + i];
      }
    }
    return sum;
  }

  /** Padding never wins, not over negative values either. */
  @Test
  void aPaddedMaxPoolSeesTheImageOnly() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      Extent size = new Extent(1 + random.nextInt(5), 1 + random.nextInt(5));
      Extent padding =
          new Extent(random.nextInt(size.rows() / 2 + 1), random.nextInt(size.columns() / 2 + 1));
      Extent stride = new Extent(1 + random.nextInt(3), 1 + random.nextInt(3));
      int height = Math.max(1, size.rows() - 2 * padding.rows()) + random.nextInt(6);
      int width = Math.max(1, size.columns() - 2 * padding.columns()) + random.nextInt(6);
      int rows = (height + 2 * padding.rows() - size.rows()) / stride.rows() + 1;
      int columns = (width + 2 * padding.columns() - size.columns()) / stride.columns() + 1;
      Window window = new Window(2, height, width, 2, rows, columns, size, stride, padding, 1);
      int[] in = random.ints(2L * height * width, -300, random.nextBoolean() ? 0 : 300).toArray();
      int[] out = new int[2 * rows * columns];
      KERNELS.maxPool(window, in, out);
      for (int i = 0; i < out.length; i++) {
        int pixel = i / 2;
        int expected = max(window, in, i % 2, pixel / columns, pixel % columns);
        assertEquals(expected, out[i], window + ", seed " + seed);
      }
    }
  }

  private static int max(Window w, int[] in, int channel, int y, int x) {
    int max = Integer.MIN_VALUE;
    for (int row = 0; row < w.height(); row++) {
      for (int column = 0; column < w.width(); column++) {
        int top = row + w.padding().rows() - y * w.stride().rows();
        int left = column + w.padding().columns() - x * w.stride().columns();
        boolean inside =
            top >= 0 && top < w.size().rows() && left >= 0 && left < w.size().columns();
        int value = in[(row * w.width() + column) * w.channels() + channel];
        max = inside ? Math.max(max, value) : max;
      }
    }
    return max;
  }
}
