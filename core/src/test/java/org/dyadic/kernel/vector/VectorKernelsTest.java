package org.dyadic.kernel.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.Random;
import org.dyadic.kernel.Kernels;
import org.dyadic.kernel.Rescale;
import org.dyadic.kernel.ScalarKernels;
import org.dyadic.kernel.Window;
import org.dyadic.model.Extent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every vector provider gives the integers of the definition. */
class VectorKernelsTest {
  private static final Kernels SCALAR = new ScalarKernels();

  /** Sizes around the tiles of pixels and outputs, one or many channels, every kind of padding. */
  @ParameterizedTest
  @MethodSource("providers")
  void productsOfOddSizesAreThoseOfTheDefinition(Kernels kernels) {
    ProductComparison.run(kernels, 100);
    ProductComparison.runNarrow(kernels, 40);
    ProductComparison.runSquare(kernels, 40);
    ProductComparison.runApart(kernels, 30);
    ProductComparison.runDense(kernels, 20);
    ProductComparison.runDeep(kernels, 4);
  }

  static List<Kernels> providers() {
    return VectorProviders.all();
  }

  /** One to four channels, and pixels around the width of a vector, also none. */
  @ParameterizedTest
  @MethodSource("providers")
  void pixelsAreLookedUpAsByTheDefinition(Kernels kernels) {
    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      int channels = 1 + seed % 4;
      int area = random.nextInt(70);
      int from = random.nextInt(5);
      int[] table = random.ints((long) channels * Kernels.PIXEL_VALUES).toArray();
      byte[] pixels = new byte[from + channels * area];
      random.nextBytes(pixels);
      int[] expected = new int[channels * area + 1];
      int[] actual = new int[expected.length];
      SCALAR.lookUp(table, pixels, from, area, expected);
      kernels.lookUp(table, pixels, from, area, actual);
      assertArrayEquals(expected, actual, "seed " + seed);
    }
  }

  /** Channels around the width of a vector, numbers up to the limits of 32 and of 64 bits. */
  @ParameterizedTest
  @MethodSource("providers")
  void requantizationsAndJoinsAreThoseOfTheDefinition(Kernels kernels) {
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
      SCALAR.addBias(rescale.multiplier(), pixels, sums, expected, 3);
      kernels.addBias(rescale.multiplier(), pixels, sums, actual, 3);
      assertArrayEquals(expected, actual, "bias, seed " + seed);
      SCALAR.requantize(rescale, pixels, sums, 0, expected, 3);
      kernels.requantize(rescale, pixels, sums, 0, actual, 3);
      assertArrayEquals(expected, actual, "requantize, seed " + seed);
      SCALAR.join(rescale, pixels, sums, side, expected, 3);
      kernels.join(rescale, pixels, sums, side, actual, 3);
      assertArrayEquals(expected, actual, "join, seed " + seed);
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  void maxPoolsAreThoseOfTheDefinition(Kernels kernels) {
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
      kernels.maxPool(window, in, actual);
      assertArrayEquals(expected, actual, "seed " + seed + ", " + window);
    }
  }
}
