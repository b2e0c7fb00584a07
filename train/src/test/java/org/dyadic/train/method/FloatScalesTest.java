package org.dyadic.train.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.dyadic.quant.FixedPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FloatScalesTest {
  private static WeightLayer layer(int size, int bits) {
    return Setups.layer("fc1", 0, List.of(size), bits, 1);
  }

  private static FloatScales best(WeightLayer layer, float[] w) {
    FloatScales scales = new FloatScales(layer, new MethodState());
    scales.searchBest(layer, w);
    return scales;
  }

  private static FloatScales search(WeightLayer layer, float[] w) {
    FloatScales scales = new FloatScales(layer, new MethodState());
    scales.search(layer, w);
    return scales;
  }

  /** sum of (w - nearest level)^2, levels written down one by one. */
  private static double error(float[] w, double scale, int bits) {
    int top = (1 << (bits - 1)) - 1;
    double sum = 0;
    for (float value : w) {
      double least = Double.POSITIVE_INFINITY;
      for (int code = -top; code <= top; code++) {
        least = Math.min(least, Math.abs(value - code * scale));
      }
      sum += least * least;
    }
    return sum;
  }

  /** The least error over all vectors of ternary codes, each with its best scale. */
  private static double leastTernaryError(float[] w) {
    double least = Double.POSITIVE_INFINITY;
    for (int vector = 0; vector < Math.pow(3, w.length); vector++) {
      double norm = 0;
      double product = 0;
      int squares = 0;
      int rest = vector;
      for (float value : w) {
        int code = rest % 3 - 1;
        rest /= 3;
        norm += (double) value * value;
        product += (double) value * code;
        squares += code * code;
      }
      least = Math.min(least, norm - (squares == 0 ? 0 : product * product / squares));
    }
    return least;
  }

  @Test
  void noTernaryScaleIsBetter() {
    for (int seed = 0; seed < 30; seed++) {
      float[] w = ToyTraining.gaussian(seed, 8, Math.pow(10, seed % 7 - 3));
      float scale = best(layer(8, 2), w).scale(0);
      double least = leastTernaryError(w);
      assertEquals(least, error(w, scale, 2), 1e-5 * least, "seed " + seed);
    }
  }

  @Test
  void theScaleOfAGaussianIsTheKnownOne() {
    float[] w = ToyTraining.gaussian(1, 100_000, 0.05);
    WeightLayer layer = layer(w.length, 2);
    assertEquals(1.224 * 0.05, best(layer, w).scale(0), 0.001);
    assertEquals(1.224 * 0.05, search(layer, w).scale(0), 0.001);
    assertEquals(0.190, error(w, best(layer, w).scale(0), 2) / w.length / (0.05 * 0.05), 0.003);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
  void alternatingEndsWhereNeitherCodesNorScaleCanBeImproved(int bits) {
    for (int seed = 0; seed < 10; seed++) {
      float[] w = ToyTraining.gaussian(seed, 60, Math.scalb(1.0, 10 * seed - 50));
      WeightLayer layer = layer(60, bits);
      String what = "seed " + seed + ", bits " + bits;
      int power = FixedPoint.bestExponent(w, 0, 60, bits);
      FloatScales scales = search(layer, w);
      double scale = scales.scale(0);
      double reached = error(w, scale, bits);
      assertTrue(reached <= error(w, FixedPoint.step(power), bits) * (1 + 1e-6), what);
      scales.refine(layer, w);
      assertEquals(scale, scales.scale(0), 1e-6 * scale, what);
      byte[] codes = scales.quantize(layer, w).codes();
      for (double factor : new double[] {0.999, 1.001}) {
        double sum = 0;
        for (int i = 0; i < w.length; i++) {
          sum += Math.pow(w[i] - codes[i] * scale * factor, 2);
        }
        assertTrue(sum > reached, what);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8})
  void weightsOfOneMagnitudeLieOnTheirLevelAtEverySize(int bits) {
    for (float size : new float[] {1e-35f, 1e-20f, 0.3f, 1e20f, 8e37f}) {
      for (float[] w : new float[][] {{size}, {-size, size, 0, size}}) {
        WeightLayer layer = layer(w.length, bits);
        for (FloatScales scales : List.of(best(layer, w), search(layer, w))) {
          float[] written = w.clone();
          scales.quantize(layer, w).writeTo(layer, written);
          assertArrayEquals(w, written, size * 1e-6f, size + " with " + bits + " bits");
          float[] grid = new float[w.length];
          scales.toGrid(layer, w, grid);
          assertArrayEquals(written, grid);
          assertEquals(written[0], scales.level(layer, 0, w[0]));
        }
      }
    }
  }

  @Test
  void weightsBeyondNormalNumbersStayFinite() {
    for (float size : new float[] {0, Float.MIN_VALUE, Float.MAX_VALUE}) {
      float[] w = {size, -size, size};
      WeightLayer layer = layer(3, 2);
      for (FloatScales scales : List.of(best(layer, w), search(layer, w))) {
        float[] written = w.clone();
        scales.quantize(layer, w).writeTo(layer, written);
        for (float value : written) {
          assertTrue(Float.isFinite(value), size + " became " + value);
          assertTrue(size > 0 || value == 0, "zero became " + value);
        }
      }
    }
  }

  @Test
  void everyBlockHasItsOwnScale() {
    float[] w = new float[21];
    Arrays.fill(w, 1, 11, 0.3f);
    Arrays.fill(w, 11, 21, -70);
    WeightLayer layer = Setups.layer("conv1", 1, List.of(2, 5, 2, 1), 2, 2);
    MethodState state = new MethodState();
    new FloatScales(layer, state).searchBest(layer, w);
    FloatScales remembered = new FloatScales(layer, state);
    assertArrayEquals(new float[] {0.3f, 70}, remembered.quantize(layer, w).positive(), 1e-5f);
    float[] written = new float[21];
    remembered.quantize(layer, w).writeTo(layer, written);
    assertArrayEquals(w, written, 1e-5f);
  }
}
