package org.dyadic.train.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.dyadic.quant.FixedPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepSizesTest {

  private static int search(float[] w, int bits) {
    WeightLayer layer = Setups.layer("fc1", 0, List.of(w.length), bits, 1);
    StepSizes sizes = new StepSizes(layer, new MethodState());
    sizes.search(layer, w);
    return sizes.exponent(0);
  }

  /** The squared error in double precision, for any step. */
  private static double error(float[] w, int exponent, int bits) {
    double step = Math.pow(2, -exponent);
    double top = Math.pow(2, bits - 1) - 1;
    double sum = 0;
    for (float value : w) {
      double mode = Math.max(-top, Math.min(top, Math.rint(value / step))) * step;
      sum += (value - mode) * (value - mode);
    }
    return sum;
  }

  private static void assertBest(float[] w, int bits, String what) {
    double least = Double.POSITIVE_INFINITY;
    for (int f = -FixedPoint.MAX_EXPONENT; f <= FixedPoint.MAX_EXPONENT; f++) {
      least = Math.min(least, error(w, f, bits));
    }
    assertEquals(least, error(w, search(w, bits), bits), what);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
  void noExponentIsBetter(int bits) {
    for (int magnitude = -120; magnitude <= 120; magnitude += 8) {
      Random random = new Random(magnitude);
      float[] gaussian = new float[60];
      float[] outlier = new float[60];
      for (int i = 0; i < gaussian.length; i++) {
        gaussian[i] = (float) Math.scalb(random.nextGaussian(), magnitude);
        outlier[i] = Math.scalb(gaussian[i], -6);
      }
      outlier[7] = Math.scalb(1f, magnitude);
      String what = "seed and magnitude %d, %d bits".formatted(magnitude, bits);
      assertBest(gaussian, bits, what);
      assertBest(outlier, bits, "outlier, " + what);
      assertBest(new float[] {gaussian[0]}, bits, "single, " + what);
    }
  }

  @Test
  void weightsWithoutInformationHaveAStepAllTheSame() {
    assertEquals(0, search(new float[5], 2));
    assertEquals(0, search(new float[] {1, Float.NaN}, 2));
    assertEquals(0, search(new float[] {Float.POSITIVE_INFINITY, 1}, 2));
    float[] tiny = {Float.MIN_VALUE, -Float.MIN_VALUE};
    assertEquals(FixedPoint.MAX_EXPONENT, search(tiny, 2));
    float[] huge = {Float.MAX_VALUE, -Float.MAX_VALUE};
    assertEquals(-FixedPoint.MAX_EXPONENT, search(huge, 2));
    assertEquals(1, FixedPoint.code(huge[0], search(huge, 2), 1));
  }

  @Test
  void everyBlockHasItsOwnStep() {
    float[] w = new float[21];
    Arrays.fill(w, 1, 11, 0.125f);
    Arrays.fill(w, 11, 21, -64);
    WeightLayer layer = Setups.layer("conv1", 1, List.of(2, 5, 2, 1), 2, 2);
    MethodState state = new MethodState();
    new StepSizes(layer, state).search(layer, w);
    StepSizes remembered = new StepSizes(layer, state);
    assertEquals(3, remembered.exponent(0));
    assertEquals(-6, remembered.exponent(1));
    QuantizedLayer.Coded quantized = remembered.quantize(layer, w);
    assertTrue(quantized.fixedPoint());
    float[] written = new float[21];
    quantized.writeTo(layer, written);
    assertArrayEquals(w, written);
  }
}
