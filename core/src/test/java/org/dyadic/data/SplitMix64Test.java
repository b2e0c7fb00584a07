package org.dyadic.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitMix64Test {

  @Test
  void drawsWhatTheJdksImplementationOfTheSameAlgorithmDraws() {
    for (long seed : new long[] {0, 1, -1, 42, Long.MIN_VALUE, 0x123456789abcdefL}) {
      SplitMix64 ours = new SplitMix64(seed);
      SplittableRandom theirs = new SplittableRandom(seed);
      for (int i = 0; i < 1000; i++) {
        assertEquals(theirs.nextLong(), ours.nextLong(), "seed " + seed + ", draw " + i);
      }
    }
  }

  /** The first outputs for seed 1234567 of the C reference by S. Vigna. */
  @Test
  void drawsTheReferenceSequence() {
    SplitMix64 random = new SplitMix64(1234567);
    assertEquals(6457827717110365317L, random.nextLong());
    assertEquals(3203168211198807973L, random.nextLong());
    assertEquals("9817491932198370423", Long.toUnsignedString(random.nextLong()));
  }

  @Test
  void derivedSeedIsTheNumberedDrawOfEveryStep() {
    SplitMix64 random = new SplitMix64(99);
    long[] draws = {random.nextLong(), random.nextLong(), random.nextLong()};
    for (int k = 0; k < draws.length; k++) {
      assertEquals(draws[k], SplitMix64.derive(99, k));
      assertEquals(SplitMix64.derive(draws[k], 7), SplitMix64.derive(99, k, 7));
    }
    assertNotEquals(SplitMix64.derive(0, 1, 2), SplitMix64.derive(0, 2, 1));
  }

  @Test
  void boundedDrawsAreInRangeAndEvenForBoundsThatDoNotDivideTheRange() {
    for (int bound : new int[] {1, 2, 3, 9, 1000, 1 << 30, (1 << 30) + 1, Integer.MAX_VALUE}) {
      SplitMix64 random = new SplitMix64(bound);
      int upper = 0;
      for (int i = 0; i < 10_000; i++) {
        int value = random.nextInt(bound);
        assertTrue(value >= 0 && value < bound, "bound " + bound + " drew " + value);
        upper += value >= bound / 2 ? 1 : 0;
      }
      double share = (double) (bound - bound / 2) / bound;
      double fiveSigma = 5 * Math.sqrt(10_000 * share * (1 - share));
      assertEquals(10_000 * share, upper, fiveSigma, "bound " + bound);
    }
    assertThrows(IllegalArgumentException.class, () -> new SplitMix64(1).nextInt(0));
  }

  @Test
  void doublesFillTheUnitInterval() {
    SplitMix64 random = new SplitMix64(3);
    double sum = 0;
    for (int i = 0; i < 10_000; i++) {
      double value = random.nextDouble();
      assertTrue(value >= 0 && value < 1);
      sum += value;
    }
    assertEquals(0.5, sum / 10_000, 5 * Math.sqrt(1 / 12.0 / 10_000));
  }

  /** Moments to the fourth, the share of each interval, and pairs that do not depend. */
  @Test
  void gaussiansAreNormalAndIndependent() {
    int n = 100_000;
    SplitMix64 random = new SplitMix64(11);
    double[] moments = new double[5];
    double products = 0;
    int[] below = new int[4];
    double last = 0;
    for (int i = 0; i < n; i++) {
      double x = random.nextGaussian();
      assertTrue(Double.isFinite(x));
      for (int power = 1; power <= 4; power++) {
        moments[power] += Math.pow(x, power) / n;
      }
      products += x * last;
      last = x;
      for (int k = 0; k < below.length; k++) {
        below[k] += x < k - 1 ? 1 : 0;
      }
    }
    double fiveSigma = 5 / Math.sqrt(n);
    assertEquals(0, moments[1], fiveSigma);
    assertEquals(1, moments[2], fiveSigma * Math.sqrt(2));
    assertEquals(0, moments[3], fiveSigma * Math.sqrt(15));
    assertEquals(3, moments[4], fiveSigma * Math.sqrt(96));
    assertEquals(0, products / n, fiveSigma);
    double[] normal = {0.15865525393145707, 0.5, 0.8413447460685429, 0.9772498680518208};
    for (int k = 0; k < below.length; k++) {
      double sigma = Math.sqrt(normal[k] * (1 - normal[k]));
      assertEquals(normal[k], (double) below[k] / n, fiveSigma * sigma, "below " + (k - 1));
    }
  }

  /** The polar method in another form: radius and angle of the accepted point. */
  @Test
  void gaussiansAreThePolarMethodsPairs() {
    SplitMix64 random = new SplitMix64(-3);
    SplitMix64 uniform = new SplitMix64(-3);
    for (int pair = 0; pair < 1000; pair++) {
      double radius;
      double angle;
      do {
        double x = 2 * uniform.nextDouble() - 1;
        double y = 2 * uniform.nextDouble() - 1;
        radius = Math.hypot(x, y);
        angle = Math.atan2(y, x);
      } while (radius >= 1);
      double length = Math.sqrt(-4 * Math.log(radius));
      assertEquals(length * Math.cos(angle), random.nextGaussian(), 1e-12, "pair " + pair);
      assertEquals(length * Math.sin(angle), random.nextGaussian(), 1e-12, "pair " + pair);
    }
    assertEquals(uniform.nextLong(), random.nextLong());
  }

  @Test
  void everyOrderOfThreeElementsIsEquallyLikely() {
    SplitMix64 random = new SplitMix64(5);
    int[] seen = new int[27];
    for (int i = 0; i < 6000; i++) {
      int[] elements = {0, 1, 2};
      random.shuffle(elements);
      seen[9 * elements[0] + 3 * elements[1] + elements[2]]++;
    }
    for (int order : new int[] {5, 7, 11, 15, 19, 21}) {
      assertEquals(1000, seen[order], 5 * Math.sqrt(6000 / 6.0 * 5 / 6));
    }
    int[] hundred = IntStream.range(0, 100).toArray();
    random.shuffle(hundred);
    int[] sorted = hundred.clone();
    Arrays.sort(sorted);
    assertArrayEquals(IntStream.range(0, 100).toArray(), sorted);
  }
}
