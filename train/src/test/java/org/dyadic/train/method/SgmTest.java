package org.dyadic.train.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.dyadic.quant.FixedPoint;
import org.dyadic.train.method.SgmSettings.Clip;
import org.dyadic.train.method.SgmSettings.Update;
import org.dyadic.train.optimizer.NesterovSgd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SgmTest {
  static final double RATE = Setups.RATE;

  /** How far a weight stays from a mode border, in steps, where differences are taken. */
  private static final double MARGIN = 0.05;

  /** SGM with a constant lambda on steps 2^-exponent, as a checkpoint would restore them. */
  static Sgm sgm(
      Update update, Clip clip, double lambda, List<WeightLayer> layers, int... exponents) {
    MethodState state = new MethodState();
    for (int i = 0; i < exponents.length; i++) {
      state.numbers("exponent/" + layers.get(i).name(), 1)[0] = exponents[i];
    }
    String text = Double.toString(lambda);
    Map<String, String> options =
        Map.of("update", word(update), "clip", word(clip), "lambda", text, "lambda-end", text);
    return new Sgm(Setups.setup(new Sgm.Provider(), layers, options, 1, 100, state));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void backward(Sgm sgm, float[] w, float[] gradient, double rate) {
    sgm.backward(w, gradient, Setups.step(rate));
  }

  /** sum over layers of (1 / M) * sum of (w - Q(w))^2, written down again in double precision. */
  private static double regularizer(
      double[] w, List<WeightLayer> slots, int[] exponents, int bits) {
    double total = 0;
    for (int l = 0; l < slots.size(); l++) {
      double step = Math.pow(2, -exponents[l]);
      double top = Math.pow(2, bits - 1) - 1;
      double sum = 0;
      for (int i = slots.get(l).offset(); i < slots.get(l).end(); i++) {
        double mode = Math.max(-top, Math.min(top, Math.rint(w[i] / step))) * step;
        sum += (w[i] - mode) * (w[i] - mode);
      }
      total += sum / slots.get(l).size();
    }
    return total;
  }

  /** A random weight within the modes, not near a border between two of them. */
  private static float weight(Random random, int exponent, int bits) {
    int top = (1 << (bits - 1)) - 1;
    int code = random.nextInt(2 * top + 1) - top;
    double offset = (2 * random.nextDouble() - 1) * (0.5 - MARGIN);
    return (float) Math.scalb(code + offset, -exponent);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 8})
  void theGradientIsThatOfTheRegularizer(int bits) {
    Random random = new Random(bits);
    List<WeightLayer> slots = Setups.layers(bits, 7, 40, 3);
    int[] exponents = {4, -2, 9};
    double lambda = 1.7;
    float[] w = new float[slots.getLast().end() + 1];
    for (int l = 0; l < slots.size(); l++) {
      for (int i = slots.get(l).offset(); i < slots.get(l).end(); i++) {
        w[i] = weight(random, exponents[l], bits);
      }
    }
    float[] gradient = new float[w.length];
    Sgm sgm = sgm(Update.EXPLICIT, Clip.NONE, lambda, slots, exponents);
    backward(sgm, w, gradient, RATE);
    double[] point = new double[w.length];
    for (int i = 0; i < w.length; i++) {
      point[i] = w[i];
    }
    for (int l = 0; l < slots.size(); l++) {
      double step = Math.scalb(1.0, -exponents[l]);
      double h = MARGIN / 4 * step;
      for (int i = slots.get(l).offset(); i < slots.get(l).end(); i++) {
        point[i] = w[i] + h;
        double above = regularizer(point, slots, exponents, bits);
        point[i] = w[i] - h;
        double below = regularizer(point, slots, exponents, bits);
        point[i] = w[i];
        assertEquals(
            lambda * (above - below) / (2 * h),
            gradient[i],
            1e-4 * step,
            "seed " + bits + ", weight " + i);
      }
    }
  }

  @Test
  void eachLayersPullIsDividedByItsSize() {
    List<WeightLayer> slots = Setups.layers(2, 4, 64);
    float[] w = new float[slots.getLast().end()];
    w[slots.get(0).offset()] = 0.25f;
    w[slots.get(1).offset()] = 0.25f;
    float[] gradient = new float[w.length];
    gradient[slots.get(0).offset()] = 3;
    backward(sgm(Update.EXPLICIT, Clip.MODE, 8, slots, 0, 0), w, gradient, RATE);
    assertEquals(3 + 2 * 8.0 / 4 * 0.25, gradient[slots.get(0).offset()], 1e-6);
    assertEquals(2 * 8.0 / 64 * 0.25, gradient[slots.get(1).offset()], 1e-6);
  }

  @Test
  void onlyWeightsInSlotsAreTouched() {
    List<WeightLayer> slots = Setups.layers(2, 3, 3);
    for (Update update : Update.values()) {
      float[] w = {0.3f, 9, 0.3f, 0.3f, 7.3f, 9, 0.3f, 0.3f, 7.3f};
      float[] gradient = new float[w.length];
      Sgm sgm = sgm(update, Clip.MODE, 8, slots, 0, 0);
      backward(sgm, w, gradient, RATE);
      sgm.afterStep(w, Setups.step(RATE));
      for (int gap : new int[] {0, 4, 8}) {
        assertEquals(gap == 0 ? 0.3f : 7.3f, w[gap]);
        assertEquals(0, gradient[gap]);
      }
      assertEquals(1, w[1]);
    }
  }

  /** With 2 lambda / M = 1 the gradient is w - Q(w) itself, so that Q shows exactly. */
  private static void assertRounds(float value, int exponent, int bits) {
    List<WeightLayer> slots = Setups.layers(bits, 2);
    float[] w = {0, value, 0, 0};
    float[] gradient = new float[w.length];
    backward(sgm(Update.EXPLICIT, Clip.NONE, 1, slots, exponent), w, gradient, 0.5);
    int code = FixedPoint.code(value, exponent, FixedPoint.top(bits));
    assertEquals(
        value - code * FixedPoint.step(exponent) + 0f, // no negative zero
        gradient[1],
        "%s at f = %d with %d bits".formatted(value, exponent, bits));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
  void roundingIsHalfToEvenForEveryStep(int bits) {
    int top = FixedPoint.top(bits);
    Random random = new Random(bits);
    for (int exponent : new int[] {-24, -7, -1, 0, 1, 5, 24}) {
      float step = FixedPoint.step(exponent);
      for (int halves = -2 * top - 3; halves <= 2 * top + 3; halves++) {
        float tie = halves / 2f * step;
        assertRounds(tie, exponent, bits);
        assertRounds(Math.nextUp(tie), exponent, bits);
        assertRounds(Math.nextDown(tie), exponent, bits);
        assertRounds((float) (random.nextGaussian() * top) * step, exponent, bits);
      }
    }
  }

  @Test
  void extremeWeightsHaveTheOutermostCodes() {
    for (float value : new float[] {Float.MAX_VALUE, 1e30f, 5e6f, 1e-30f, Float.MIN_VALUE, 0}) {
      for (int exponent : new int[] {-24, 0, 24}) {
        assertRounds(value, exponent, 2);
        assertRounds(-value, exponent, 8);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Clip.class)
  void weightsAreClippedWhereTheSettingSays(Clip clip) {
    List<WeightLayer> slots = Setups.layers(3, 5);
    float[] w = {9, -9, 0.2f, 3.4f, 3.6f, -2.9f};
    sgm(Update.EXPLICIT, clip, 1, slots, 0).afterStep(w, Setups.step(RATE));
    float[] expected =
        switch (clip) {
          case MODE -> new float[] {9, -3, 0.2f, 3, 3, -2.9f};
          case HALF_STEP -> new float[] {9, -3.5f, 0.2f, 3.4f, 3.5f, -2.9f};
          case NONE -> new float[] {9, -9, 0.2f, 3.4f, 3.6f, -2.9f};
        };
    assertArrayEquals(expected, w);
  }

  @Test
  void theExplicitPullIsStableForEveryLambda() {
    List<WeightLayer> slots = Setups.layers(2, 1);
    for (double lambda : new double[] {1, 60, 70, 1e6}) {
      float[] w = {0, 0.7f};
      float[] v = new float[2];
      Sgm sgm = sgm(Update.EXPLICIT, Clip.MODE, lambda, slots, 0);
      NesterovSgd optimizer = new NesterovSgd(Setups.MOMENTUM);
      for (int i = 0; i < 2000; i++) {
        float[] gradient = new float[2];
        backward(sgm, w, gradient, RATE);
        optimizer.step(w, gradient, new float[][] {v}, 0, 2, i, RATE, 0);
        sgm.afterStep(w, Setups.step(RATE));
      }
      assertEquals(Math.rint(w[1]), w[1], 1e-4, "lambda " + lambda);
    }
  }

  @Test
  void stepSizesAreSearchedOnceAndRemembered() {
    List<WeightLayer> slots = Setups.layers(2, 100, 50);
    Random random = new Random(5);
    float[] w = new float[slots.getLast().end()];
    for (int i = 0; i < w.length; i++) {
      w[i] = (float) random.nextGaussian();
    }
    MethodState state = new MethodState();
    Sgm sgm = new Sgm(Setups.setup(new Sgm.Provider(), slots, Map.of(), 1, 100, state));
    sgm.start(w);
    Sgm resumed = new Sgm(Setups.setup(new Sgm.Provider(), slots, Map.of(), 1, 100, state));
    for (WeightLayer layer : slots) {
      int best = FixedPoint.bestExponent(w, layer.offset(), layer.size(), 2);
      for (Sgm either : List.of(sgm, resumed)) {
        QuantizedLayer quantized = either.quantize(layer, w);
        assertEquals(FixedPoint.step(best), quantized.step());
        assertTrue(quantized.fixedPoint());
      }
    }
  }

  @Test
  void aLambdaThatEndsTooSmallIsReportedWithNumbers() {
    List<WeightLayer> slots = Setups.layers(2, 1000, 10);
    Sgm sgm = sgm(Update.EXPLICIT, Clip.MODE, 1, slots, 0, 0);
    // 100 steps of c = 2 * 0.01 / 1000: with momentum 0.02. Of c = 0.002, whose root is 0.97444:
    // 2.59.
    assertEquals(2, sgm.warnings().size());
    String warning = sgm.warnings().getFirst();
    for (String part : List.of("fc1", "1,000 weights", "e^-0.0", "e^-5", "--lambda-end (now 1")) {
      assertTrue(warning.contains(part), warning);
    }
    assertTrue(sgm.warnings().getLast().contains("fc2 (10 weights)"));
    assertTrue(sgm.warnings().getLast().contains("e^-2.6"));
    Sgm strong = sgm(Update.EXPLICIT, Clip.MODE, 1000, slots, 0, 0);
    assertEquals(List.of(), strong.warnings());
  }
}
