package org.dyadic.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import org.dyadic.quant.Activation;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  private static final int LEAST = -12;
  private static final int LARGEST = 20;
  private static final Activation UNSIGNED = new Activation(false, 8);

  /** Eight bits, ties upwards, saturating: the rule of the integer network. */
  private static double squaredError(float[] values, boolean signed, int exponent) {
    double step = Math.pow(2, -exponent);
    double low = signed ? -127 : 0;
    double high = signed ? 127 : 255;
    double sum = 0;
    for (float value : values) {
      double q = Math.max(low, Math.min(high, Math.floor(value / step + 0.5)));
      sum += (value - q * step) * (value - q * step);
    }
    return sum;
  }

  private static int bruteForce(float[] values, boolean signed) {
    int best = LEAST;
    for (int f = LEAST; f <= LARGEST; f++) {
      best = squaredError(values, signed, f) < squaredError(values, signed, best) ? f : best;
    }
    return best;
  }

  private static float[] activations(long seed, boolean signed, double scale) {
    Random random = new Random(seed);
    float[] values = new float[2000];
    for (int i = 0; i < values.length; i++) {
      double value = random.nextGaussian() * scale * (random.nextInt(50) == 0 ? 8 : 1);
      values[i] = (float) (signed ? value : Math.max(0, value));
    }
    return values;
  }

  @Test
  void theExponentIsThatOfBruteForce() {
    for (long seed = 0; seed < 40; seed++) {
      boolean signed = seed % 2 == 0;
      float[] values = activations(seed, signed, Math.pow(2, seed % 20 - 10.3));
      Calibration calibration = new Calibration(Map.of("relu1", new Activation(signed, 8)));
      calibration.observe("relu1", values);
      assertEquals(
          bruteForce(values, signed), calibration.exponents().get("relu1"), "seed " + seed);
    }
  }

  /** The step of 16 bits is 2^-8 times that of 8 bits, where the largest value decides it. */
  @Test
  void moreBitsMakeTheStepFiner() {
    float[] values = new float[1000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i - 500) / 500f;
    }
    Calibration calibration =
        new Calibration(Map.of("a", new Activation(true, 8), "b", new Activation(true, 16)));
    calibration.observe("a", values);
    calibration.observe("b", values);
    assertEquals(7, calibration.exponents().get("a"));
    assertEquals(15, calibration.exponents().get("b"));
  }

  @Test
  void batchesAddUp() {
    float[] small = activations(1, false, 0.01);
    float[] large = activations(2, false, 30);
    float[] both = new float[small.length + large.length];
    System.arraycopy(small, 0, both, 0, small.length);
    System.arraycopy(large, 0, both, small.length, large.length);
    Calibration calibration = new Calibration(Map.of("a", UNSIGNED, "b", UNSIGNED));
    calibration.observe("a", small);
    calibration.observe("b", small);
    calibration.observe("a", large);
    assertEquals(bruteForce(both, false), calibration.exponents().get("a"));
    assertEquals(bruteForce(small, false), calibration.exponents().get("b"));
  }

  @Test
  void aLargeTensorIsSampledEvenly() {
    float[] values = new float[1 << 19];
    Random random = new Random(3);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.abs(random.nextGaussian()) * (i < values.length / 2 ? 0.01f : 1);
    }
    Calibration calibration = new Calibration(Map.of("a", UNSIGNED));
    calibration.observe("a", values);
    assertEquals(bruteForce(values, false), calibration.exponents().get("a"));
  }

  @Test
  void aSilentTensorHasTheCoarsestStep() {
    Calibration calibration = new Calibration(Map.of("a", UNSIGNED));
    calibration.observe("a", new float[100]);
    assertEquals(LEAST, calibration.exponents().get("a"));
  }

  @Test
  void extremesStayInRange() {
    Calibration calibration = new Calibration(Map.of("a", UNSIGNED, "b", new Activation(true, 8)));
    calibration.observe("a", new float[] {1e30f, 1});
    calibration.observe("b", new float[] {1e-30f, -1e-20f});
    int coarse = calibration.exponents().get("a");
    int fine = calibration.exponents().get("b");
    assertEquals(LEAST, coarse);
    assertTrue(fine >= LEAST && fine <= LARGEST, "exponent " + fine);
  }
}
