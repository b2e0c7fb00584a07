package org.dyadic.train.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InqTest {
  private static final int STEPS = 10;

  private static ToyTraining toy(List<WeightLayer> layers, int epochs, float[] w, float pull) {
    MethodSetup setup =
        Setups.setup(new Inq.Provider(), layers, Map.of(), epochs, STEPS, new MethodState());
    return ToyTraining.start(new Inq.Provider(), Map.of(), setup, w, pull);
  }

  private static float[] quantized(ToyTraining toy) {
    float[] levels = toy.w.clone();
    for (WeightLayer layer : toy.setup.layers()) {
      toy.method.quantize(layer, toy.w).writeTo(layer, levels);
    }
    return levels;
  }

  /** The formulas of the paper with logarithms and a list of levels. */
  private static double level(double w, double largest, int bits) {
    int n1 = (int) Math.floor(Math.log(4 * largest / 3) / Math.log(2));
    int n2 = n1 + 1 - (1 << (bits - 1)) / 2;
    List<Double> magnitudes = new ArrayList<>(List.of(0.0));
    for (int n = n2; n <= n1; n++) {
      magnitudes.add(Math.pow(2, n));
    }
    for (int k = 1; k < magnitudes.size(); k++) {
      double low = (magnitudes.get(k - 1) + magnitudes.get(k)) / 2;
      double high = 3 * magnitudes.get(k) / 2;
      if (Math.abs(w) >= low && (Math.abs(w) < high || k == magnitudes.size() - 1)) {
        return Math.signum(w) * magnitudes.get(k);
      }
    }
    return 0;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5})
  void levelsAreThoseOfThePaper(int bits) {
    for (int seed = 0; seed < 20; seed++) {
      float[] w = ToyTraining.gaussian(seed, 201, Math.pow(1.7, seed - 10));
      double largest = 0;
      for (int i = 1; i < w.length; i++) {
        largest = Math.max(largest, Math.abs(w[i]));
      }
      float[] levels = quantized(toy(Setups.layers(bits, 200), 4, w, 0));
      for (int i = 1; i < w.length; i++) {
        assertEquals(level(w[i], largest, bits), levels[i], "seed " + seed + ", weight " + w[i]);
      }
    }
  }

  /**
   * With max |w| = 1.4 the outermost level is 1; borders lie at 3/4 of a level and half the last.
   */
  @ParameterizedTest
  @CsvSource({"2,1", "3,0.5", "4,0.125", "5,0.0078125"})
  void bordersBelongToTheLevelAbove(int bits, float least) {
    for (float level = 1; level >= least; level /= 2) {
      boolean last = level == least;
      float border = last ? level / 2 : level * 0.75f;
      float[] w = {0, 1.4f, border, Math.nextDown(border), -border};
      float[] levels = quantized(toy(Setups.layers(bits, 4), 4, w, 0));
      float below = last ? 0 : level / 2;
      assertArrayEquals(new float[] {0, 1, level, below, -level}, levels);
    }
  }

  @Test
  void theOutermostLevelDoublesAtThreeHalves() {
    for (int power = -20; power <= 20; power++) {
      float border = Math.scalb(1.5f, power);
      assertEquals(
          2 * border / 1.5f, quantized(toy(Setups.layers(2, 1), 1, new float[] {0, border}, 0))[1]);
      float below = Math.nextDown(border);
      assertEquals(
          border / 1.5f, quantized(toy(Setups.layers(2, 1), 1, new float[] {0, below}, 0))[1]);
    }
  }

  @ParameterizedTest
  @CsvSource({"2,2", "3,3", "4,5"})
  void integerCodesHoldTheLevels(int bits, int codeBits) {
    float[] w = ToyTraining.gaussian(1, 101, 1);
    ToyTraining toy = toy(Setups.layers(bits, 100), 4, w, 0);
    QuantizedLayer.Coded end =
        (QuantizedLayer.Coded) toy.method.quantize(toy.setup.layers().getFirst(), w);
    assertEquals(codeBits, end.bits());
    assertEquals("", end.obstacle());
    assertTrue(end.fixedPoint());
    for (byte code : end.codes()) {
      assertTrue(Math.abs(code) <= end.top() && Integer.bitCount(Math.abs(code)) <= 1);
    }
  }

  @Test
  void fiveBitsAreTooWideForIntegerCodes() {
    WeightLayer layer = Setups.layer("conv1", 1, List.of(2, 50), 5, 2);
    float[] w = ToyTraining.gaussian(1, 101, 1);
    for (int i = 51; i < 101; i++) {
      w[i] *= 16;
    }
    ToyTraining toy = toy(List.of(layer), 4, w, 0);
    QuantizedLayer.Codebook end = (QuantizedLayer.Codebook) toy.method.quantize(layer, w);
    assertTrue(end.obstacle().contains("9 bits, more than 8"), end.obstacle());
    assertEquals(2 * (8 + 4) + 1, end.levels());
    for (int i = 1; i < end.levels(); i++) {
      assertTrue(end.table()[i - 1] < end.table()[i]);
    }
    float[] levels = quantized(toy);
    for (int block = 0; block < 2; block++) {
      double largest = 0;
      for (int i = layer.from(block); i < layer.to(block); i++) {
        largest = Math.max(largest, Math.abs(w[i]));
      }
      for (int i = layer.from(block); i < layer.to(block); i++) {
        assertEquals(level(w[i], largest, 5), levels[i]);
      }
    }
  }

  @Test
  void frozenWeightsNeverMove() {
    int size = 400;
    int epochs = 8;
    List<WeightLayer> layers = Setups.layers(3, size);
    ToyTraining toy = toy(layers, epochs, ToyTraining.gaussian(2, size + 1, 0.3), 5);
    boolean[] frozen = new boolean[size + 1];
    for (int epoch = 0; epoch < epochs; epoch++) {
      float[] before = toy.w.clone();
      float[] levels = quantized(toy);
      int count = (int) Math.round(size * new double[] {0.5, 0.75, 0.82, 1}[epoch / 2]);
      boolean[] old = frozen;
      int had = (int) IntStream.rangeClosed(1, size).filter(i -> old[i]).count();
      boolean[] now = old.clone();
      IntStream.rangeClosed(1, size)
          .filter(i -> !old[i])
          .boxed()
          .sorted(Comparator.comparingDouble(i -> -Math.abs(before[i])))
          .limit(count - had)
          .forEach(i -> now[i] = true);
      frozen = now;
      for (int t = 0; t < STEPS; t++) {
        toy.run(1);
        for (int i = 1; i <= size; i++) {
          if (frozen[i]) {
            assertEquals(levels[i], toy.w[i], "epoch " + epoch + ", weight " + i);
          } else {
            assertNotEquals(before[i], toy.w[i], "epoch " + epoch + ", weight " + i);
          }
        }
      }
    }
    assertArrayEquals(quantized(toy), toy.w);
  }

  @Test
  void aRestoredRunGoesOnExactly() {
    List<WeightLayer> layers = List.of(Setups.layer("conv1", 3, List.of(4, 10), 3, 4));
    ToyTraining toy = toy(layers, 4, ToyTraining.gaussian(7, 50, 0.3), 1).run(2 * STEPS + 3);
    ToyTraining again = toy.restored().finish();
    assertArrayEquals(toy.finish().w, again.w);
  }

  @Test
  void extremeWeightsStayFinite() {
    for (int bits : new int[] {2, 4, 5}) {
      for (float size : new float[] {0, Float.MIN_VALUE, 1e-30f, 1e30f, Float.MAX_VALUE}) {
        List<WeightLayer> layers = Setups.layers(bits, 1, 3);
        float[] w = {0, size, 0, size, -size, size / 2};
        float[] end = quantized(toy(layers, 2, w, 0).finish());
        for (float value : end) {
          assertTrue(Math.abs(value) <= 0x1p24, size + " became " + value);
        }
        assertTrue(size > 1e-20 || Arrays.equals(new float[6], end), size + " with " + bits);
      }
    }
  }
}
