package org.dyadic.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.dyadic.quant.Epilogue;
import org.dyadic.quant.Grid;
import org.junit.jupiter.api.Test;

/** A channel in bytes against its rule, for every sum in reach. */
class ByteFitTest {

  private static Epilogue.Requantize rule(int m, long b, int shift, Grid grid) {
    return new Epilogue.Requantize(new int[] {m}, new long[] {b}, shift, grid);
  }

  /** What ONNX Runtime computes, written down once more. */
  private static long runtime(ByteChannel channel, long acc, Grid grid) {
    int sum = Math.toIntExact(channel.factor() * acc + channel.bias());
    double rounded = Math.rint((float) sum * channel.scale());
    return Math.clamp((long) rounded, grid.min(), grid.max());
  }

  private static int differences(
      ByteChannel channel, Epilogue.Requantize rule, long min, long max) {
    int differences = 0;
    for (long acc = min; acc <= max; acc++) {
      long wanted = rule.apply(rule.multiplier()[0] * acc + rule.bias()[0]);
      differences += runtime(channel, acc, rule.output()) == wanted ? 0 : 1;
    }
    return differences;
  }

  @Test
  void aChannelWithoutMissesIsTheRule() {
    int exact = 0;
    int channels = 3000;
    for (int seed = 0; seed < channels; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int shift = random.nextInt(4, 25);
      int m = random.nextInt(-1 << (shift - 3), 1 << (shift - 3));
      long b = random.nextLong(-1L << (shift + 8), 1L << (shift + 8));
      Grid grid = random.nextBoolean() ? Grid.unsigned(8, 0) : new Grid(-128, 127, 0, 1);
      long min = -random.nextInt(1, 5000);
      long max = random.nextInt(1, 5000);
      Epilogue.Requantize rule = rule(m, b, shift, grid);
      ByteChannel channel = ByteChannel.fit(rule, 0, 1, min, max);
      int differences = differences(channel, rule, min, max);
      assertEquals(channel.misses() == 0, differences == 0, "seed " + seed + ": " + channel);
      assertTrue(Math.abs(channel.factor()) <= 64 && channel.scale() > 0, "seed " + seed);
      assertEquals(Integer.signum(m), Integer.signum(channel.factor()), "seed " + seed);
      exact += differences == 0 ? 1 : 0;
    }
    assertTrue(exact > 0.97 * channels, exact + " of " + channels + " are exact");
  }

  /** Every sum is a tie: rint alone would be wrong for every other one. */
  @Test
  void tiesGoUp() {
    Epilogue.Requantize rule = rule(2, 1, 2, Grid.unsigned(8, 0));
    ByteChannel channel = ByteChannel.fit(rule, 0, 1, -600, 600);
    assertEquals(0, channel.misses());
    assertEquals(0, differences(channel, rule, -600, 600));
  }

  @Test
  void aZeroMultiplierIsAConstant() {
    Epilogue.Requantize rule = rule(0, 700, 3, Grid.unsigned(8, 0));
    ByteChannel channel = ByteChannel.fit(rule, 0, 1, -1000, 1000);
    assertEquals(0, channel.factor());
    assertEquals(88, runtime(channel, 0, rule.output()));
    Epilogue.Requantize beyond = rule(0, Long.MAX_VALUE >> 1, 3, Grid.unsigned(8, 0));
    assertEquals(255, ByteChannel.fit(beyond, 0, 1, -1000, 1000).bias());
  }

  /** Multipliers, biases and shifts at the ends of what a model file may hold. */
  @Test
  void extremesNeitherOverflowNorLie() {
    int[] multipliers = {1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE + 1};
    long[] biases = {0, 1L << 60, -1L << 60, -1};
    for (int shift : new int[] {0, 1, 31, 45, 62}) {
      for (int m : multipliers) {
        for (long b : biases) {
          Epilogue.Requantize rule = rule(m, b, shift, Grid.unsigned(8, 0));
          ByteChannel channel = ByteChannel.fit(rule, 0, 127, -3000, 3000);
          assertEquals(
              channel.misses() == 0,
              differences(channel, rule, -3000, 3000) == 0,
              () -> rule + " gives " + channel);
        }
      }
    }
  }

  /** Eight-bit codes leave no room for a factor; what cannot be exact is off by one step. */
  @Test
  void aMissIsOneStep() {
    for (int seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Epilogue.Requantize rule =
          rule(random.nextInt(1, 1 << 14), random.nextInt(1 << 20), 18, Grid.unsigned(8, 0));
      ByteChannel channel = ByteChannel.fit(rule, 0, 127, -9000, 9000);
      assertEquals(1, channel.factor());
      for (long acc = -9000; acc <= 9000; acc++) {
        long wanted = rule.apply(rule.multiplier()[0] * acc + rule.bias()[0]);
        assertTrue(Math.abs(runtime(channel, acc, rule.output()) - wanted) <= 1, "seed " + seed);
      }
    }
  }
}
