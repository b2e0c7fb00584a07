package org.dyadic.quant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RequantizerTest {
  private static final Grid OUTPUT = Grid.unsigned(8, 4);
  private static final Grid SIGNED = Grid.signed(8, 4);

  private static Interval[] sums(int channels, long magnitude) {
    Interval[] sums = new Interval[channels];
    Arrays.fill(sums, Interval.of(-magnitude, magnitude));
    return sums;
  }

  /** Whether every product, with its bias and the rounding half, fits 32 bits. */
  private static boolean narrow(Epilogue.Requantize rule, Interval[] sums) {
    long half = rule.shift() == 0 ? 0 : 1L << (rule.shift() - 1);
    for (int c = 0; c < sums.length; c++) {
      Interval product = sums[c].times(rule.multiplier()[c]);
      Interval whole = product.plus(Interval.point(rule.bias()[c])).plus(Interval.point(half));
      if (!product.fits(Integer.SIZE) || !whole.fits(Integer.SIZE)) {
        return false;
      }
    }
    return rule.shift() < Integer.SIZE;
  }

  /** Compares q with round(scale * acc + offset) over the whole range of every accumulator. */
  private static void assertClose(
      Affine affine, Interval[] sums, double step, Grid grid, String what) {
    Epilogue.Requantize rule = Requantizer.requantize("conv1", affine, sums, step, grid);
    for (int c = 0; c < sums.length; c++) {
      long low = sums[c].min().longValueExact();
      long high = sums[c].max().longValueExact();
      long stride = Math.max(1, (high - low) / 4001);
      double middle = -affine.offset()[c] / affine.scale()[c] / step;
      for (long i = 0; i <= 8002; i++) {
        // Half of the points over the whole range, half where q is not saturated.
        double near = middle + (i - 6001) / 2000.0 * 256 * grid.step() / affine.scale()[c] / step;
        long acc = i <= 4001 ? low + i * stride : Double.isFinite(near) ? Math.round(near) : 0;
        acc = Math.clamp(acc, low, high);
        double real = (affine.scale()[c] * acc * step + affine.offset()[c]) / grid.step();
        double exact = Math.clamp(Math.floor(real + 0.5), (double) grid.min(), (double) grid.max());
        long q = rule.apply(rule.multiplier()[c] * acc + rule.bias()[c]);
        assertTrue(
            Math.abs(q - exact) <= 1,
            "%s channel %d: acc %d gives %d, not %s; %s".formatted(what, c, acc, q, exact, rule));
      }
    }
  }

  @Test
  void randomScalesAreWithinOneUnit() {
    for (long seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      int channels = 1 + random.nextInt(6);
      long magnitude = 1L << (4 + random.nextInt(18));
      double spread = random.nextInt(12);
      double typical = 256 * OUTPUT.step() / Math.sqrt((double) magnitude);
      double[] scale = new double[channels];
      double[] offset = new double[channels];
      for (int c = 0; c < channels; c++) {
        scale[c] = typical * Math.pow(2, spread * (random.nextDouble() - 0.5) * 2);
        scale[c] *= random.nextInt(4) == 0 ? -1 : 1;
        offset[c] = random.nextGaussian() * 3;
      }
      Grid grid = random.nextBoolean() ? OUTPUT : SIGNED;
      assertClose(
          new Affine(scale, offset), sums(channels, magnitude), 1, grid, "seed " + seed + ",");
    }
  }

  @Test
  void aDeadChannelsLargeScaleSpoilsNoOther() {
    // Variance 0: 1 / sqrt(1e-5) = 316, three thousand times the scale of its neighbour.
    double[] scale = {316, 0.1};
    assertClose(
        new Affine(scale, new double[2]), sums(2, 130_000), Math.scalb(1.0, -9), OUTPUT, "dead");
  }

  @Test
  void offsetsBeyondTheOutputAreWithinOneUnit() {
    double[] scale = {0.01, 0.01, 0.01, 0.01};
    double[] offset = {1e3, -1e3, 1e6, -1e9};
    assertClose(new Affine(scale, offset), sums(4, 1000), 1, OUTPUT, "offset");
  }

  @Test
  void thirtyTwoBitsAreTakenWhereTheyAreExactEnough() {
    Affine usual = new Affine(new double[] {0.02, -0.013}, new double[] {0.3, -1});
    Interval[] sums = sums(2, 65_025);
    Epilogue.Requantize rule =
        Requantizer.requantize("conv1", usual, sums, Math.scalb(1.0, -5), OUTPUT);
    assertTrue(narrow(rule, sums), rule.toString());
    // One shift more would not fit.
    int[] doubled = {rule.multiplier()[0] * 2, rule.multiplier()[1] * 2};
    long[] biases = {rule.bias()[0] * 2, rule.bias()[1] * 2};
    Epilogue.Requantize more =
        new Epilogue.Requantize(doubled, biases, rule.shift() + 1, rule.output());
    assertTrue(!narrow(more, sums), rule.toString());
  }

  @Test
  void sixtyFourBitsAreTakenWhereThirtyTwoAreTooFew() {
    Affine affine = new Affine(new double[] {1, 1e-5}, new double[2]);
    Interval[] sums = sums(2, 1 << 26);
    Epilogue.Requantize rule = Requantizer.requantize("conv1", affine, sums, 1, OUTPUT);
    assertTrue(!narrow(rule, sums), rule.toString());
    assertClose(affine, sums, 1, OUTPUT, "wide");
  }

  @Test
  void powersOfTwoAreExact() {
    Affine affine = new Affine(new double[] {0.25, 2, -0.5}, new double[] {1, -0.5, 0});
    Epilogue.Requantize rule =
        Requantizer.requantize("conv1", affine, sums(3, 1000), Math.scalb(1.0, -4), OUTPUT);
    double unit = Math.scalb(1.0, rule.shift());
    assertEquals(0.25, rule.multiplier()[0] / unit);
    assertEquals(2, rule.multiplier()[1] / unit);
    assertEquals(-0.5, rule.multiplier()[2] / unit);
    assertEquals(1 / OUTPUT.step(), rule.bias()[0] / unit);
    assertEquals(-0.5 / OUTPUT.step(), rule.bias()[1] / unit);
  }

  @Test
  void aChannelWithoutCodesNeedsNoMultiplier() {
    Interval[] sums = {Interval.point(0), Interval.of(-100, 100)};
    Affine affine = new Affine(new double[] {1e30, 0.1}, new double[] {2, 0});
    Epilogue.Requantize rule = Requantizer.requantize("conv1", affine, sums, 1, OUTPUT);
    assertEquals(0, rule.multiplier()[0]);
    assertEquals(32, rule.apply(rule.bias()[0]));
    assertTrue(rule.multiplier()[1] > 0);
  }

  @Test
  void withoutAnyScaleOnlyTheOffsetIsLeft() {
    Affine affine = new Affine(new double[2], new double[] {1.03, -7});
    Epilogue.Requantize rule = Requantizer.requantize("conv1", affine, sums(2, 50), 1, OUTPUT);
    assertEquals(16, rule.apply(rule.bias()[0]));
    assertEquals(0, rule.apply(rule.bias()[1]));
  }

  @Test
  void bothBranchesOfAJoinAreWithinOneUnit() {
    for (long seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      double body = Math.pow(2, -random.nextInt(14)) * (1 + random.nextDouble());
      double side = Math.pow(2, -random.nextInt(6)) * (1 + random.nextDouble());
      double offset = random.nextGaussian() * 4;
      Interval[] sums = sums(1, 1L << (6 + random.nextInt(16)));
      Interval[] input = {Interval.of(0, 255)};
      Requantizer.Join join =
          Requantizer.join(
              "block1",
              new Affine(new double[] {body}, new double[] {offset}),
              sums,
              0.01,
              new Affine(new double[] {side}, new double[] {-1}),
              input,
              0.05,
              OUTPUT);
      for (int i = 0; i < 2000; i++) {
        int x = random.nextInt(256);
        long acc = Math.round(((random.nextDouble() * 256 - 0) * OUTPUT.step() / body) / 0.01);
        acc = Math.min(acc, sums[0].max().longValueExact());
        double real = (body * acc * 0.01 + offset + side * x * 0.05 - 1) / OUTPUT.step();
        double exact = Math.clamp(Math.floor(real + 0.5), 0.0, 255.0);
        Epilogue.Requantize rule = join.requantize();
        long product =
            rule.multiplier()[0] * acc + rule.bias()[0] + (long) join.sideMultiplier()[0] * x;
        assertTrue(
            Math.abs(rule.apply(product) - exact) <= 1,
            "seed %d: acc %d, x %d: %s".formatted(seed, acc, x, join));
      }
    }
  }

  @Test
  void aScaleThatAlwaysSaturatesTakesNoBitsFromOthers() {
    for (double wild : new double[] {1e6, -1e12, 1e30, -1e300}) {
      Affine affine = new Affine(new double[] {wild, 0.03, wild}, new double[] {0, 1, 5});
      assertClose(affine, sums(3, 200_000), Math.scalb(1.0, -9), SIGNED, "scale " + wild);
    }
  }

  @Test
  void whatNoShiftCanHoldIsRefused() {
    for (double bad : new double[] {1e30, Double.NaN, Double.POSITIVE_INFINITY}) {
      refused(new Affine(new double[] {1}, new double[] {bad}));
    }
    refused(new Affine(new double[] {Double.NaN}, new double[1]));
    refused(new Affine(new double[] {Double.NEGATIVE_INFINITY}, new double[1]));
  }

  private static void refused(Affine affine) {
    Exception wrong =
        assertThrows(
            IllegalArgumentException.class,
            () -> Requantizer.requantize("conv1", affine, sums(1, 100), 1, OUTPUT));
    assertTrue(wrong.getMessage().startsWith("conv1: "), wrong.getMessage());
  }

  @Test
  void biasesAreRoundedToTheStepOfTheSums() {
    Affine affine = new Affine(new double[] {1, 1, 1}, new double[] {0.75, -0.3, 0.125});
    assertArrayEquals(new int[] {3, -1, 1}, Requantizer.biases("fc1", affine, 0.25));
    for (double bad : new double[] {1e9, -1e9, Double.NaN, Double.POSITIVE_INFINITY}) {
      Affine large = new Affine(new double[] {1}, new double[] {bad});
      Exception wrong =
          assertThrows(
              IllegalArgumentException.class, () -> Requantizer.biases("fc1", large, 0.25));
      assertTrue(wrong.getMessage().startsWith("fc1: channel 0: bias "), wrong.getMessage());
    }
  }
}
