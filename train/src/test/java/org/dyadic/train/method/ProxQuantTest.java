package org.dyadic.train.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxQuantTest {
  private static final int STEPS = 40;

  private static MethodSetup setup(
      List<WeightLayer> layers, Map<String, String> options, int epochs) {
    return Setups.setup(
        new ProxQuant.Provider(), layers, options, epochs, STEPS, new MethodState());
  }

  private static ToyTraining toy(
      List<WeightLayer> layers, Map<String, String> options, int epochs, float[] w, float pull) {
    return ToyTraining.start(
        new ProxQuant.Provider(), options, setup(layers, options, epochs), w, pull);
  }

  /** c R(x) of one weight with the levels -top a .. top a. */
  private static double regularizer(double x, double a, int top, double c, boolean squared) {
    double least = Double.POSITIVE_INFINITY;
    for (int code = -top; code <= top; code++) {
      least = Math.min(least, Math.abs(x - code * a));
    }
    return c * (squared ? least * least / 2 : a * least);
  }

  /** prox(w) minimizes (x - w)^2 / 2 + c R(x); no other point may be better. */
  @ParameterizedTest
  @CsvSource({"squared,2", "squared,4", "absolute,2", "absolute,3"})
  void theStepIsTheProximalOperatorOfTheRegularizer(String regularizer, int bits) {
    boolean squared = regularizer.equals("squared");
    int top = (1 << (bits - 1)) - 1;
    Random random = new Random(bits);
    for (double c : new double[] {1e-3, 0.05, 0.4, 3}) {
      double lambda = c / Setups.RATE; // the last step has all of lambda
      List<WeightLayer> layers = Setups.layers(bits, 50);
      MethodState state = new MethodState();
      double a = 0.3f;
      state.numbers("scale/fc1.weight", 1)[0] = a;
      Map<String, String> options =
          Map.of("regularizer", regularizer, "lambda", Double.toString(lambda));
      Method method =
          new ProxQuant(Setups.setup(new ProxQuant.Provider(), layers, options, 1, STEPS, state));
      float[] before = ToyTraining.gaussian(random.nextLong(), 51, 0.3 * top);
      float[] w = before.clone();
      method.afterStep(w, new Step(0, STEPS - 1, Setups.RATE, 0));
      assertEquals(before[0], w[0], "outside the layer");
      for (int i = 1; i < w.length; i++) {
        double start = before[i];
        double reached = Math.pow(w[i] - start, 2) / 2 + regularizer(w[i], a, top, c, squared);
        for (int k = -3000; k <= 3000; k++) {
          double x = k * 1e-3;
          double other = Math.pow(x - start, 2) / 2 + regularizer(x, a, top, c, squared);
          assertTrue(reached <= other + 1e-7, () -> c + ": " + start + " should go to " + x);
        }
      }
    }
  }

  @Test
  void theAutomaticPullContractsByTheTarget() {
    List<WeightLayer> layers = Setups.layers(2, 2);
    float[] w = {0, 1, 0.3f};
    ToyTraining toy = toy(layers, Map.of("scale", "fixed", "hold", "1"), 3, w, 0);
    double level = toy.method.quantize(layers.getFirst(), w).step();
    double before = 1 - level; // alternating minimisation ends at 1 with the other weight at 0
    toy.finish();
    assertEquals(0, before, 1e-6);
    assertEquals(0.3 * Math.exp(-40), w[2], 0.3 * Math.exp(-40) * 0.01);
  }

  @Test
  void theAutomaticThresholdTravelsTwoScales() {
    List<WeightLayer> layers = Setups.layers(2, 3);
    MethodState state = new MethodState();
    state.numbers("scale/fc1.weight", 1)[0] = 1;
    Map<String, String> options = Map.of("regularizer", "absolute", "hold", "1");
    Method method =
        new ProxQuant(Setups.setup(new ProxQuant.Provider(), layers, options, 2, STEPS, state));
    float[] w = {0, 3.5f, -2.9f, 0.4f};
    for (int t = 0; t < 2 * STEPS; t++) {
      method.afterStep(w, new Step(t / STEPS, t, Setups.RATE, 0));
    }
    assertArrayEquals(new float[] {0, 1.5f, -1, 0}, w, 1e-4f);
  }

  @Test
  void theStrengthGrowsLinearly() {
    Map<String, String> options = Map.of("lambda", "8", "hold", "0.8");
    Method method = new ProxQuant(setup(Setups.layers(2, 5), options, 5));
    for (int epoch = 0; epoch < 5; epoch++) {
      assertEquals(Math.min(2.0 * (epoch + 1), 8), method.report(epoch).get("lambda"), 1e-12);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"squared", "absolute"})
  void weightsOnTheirLevelsStayThereExactly(String regularizer) {
    List<WeightLayer> layers = Setups.layers(3, 30);
    MethodState state = new MethodState();
    float a = 0.37f;
    state.numbers("scale/fc1.weight", 1)[0] = a;
    Map<String, String> options = Map.of("regularizer", regularizer, "lambda", "1e9");
    Method method =
        new ProxQuant(Setups.setup(new ProxQuant.Provider(), layers, options, 1, STEPS, state));
    float[] w = new float[31];
    for (int i = 1; i < w.length; i++) {
      w[i] = (i % 7 - 3) * a;
    }
    float[] before = w.clone();
    method.afterStep(w, new Step(0, 3, Setups.RATE, 0));
    assertArrayEquals(before, w);
  }

  @Test
  void theScaleFollowsTheWeightsEveryEpochOrNever() {
    for (String when : List.of("epoch", "fixed")) {
      List<WeightLayer> layers = Setups.layers(2, 200);
      float[] w = ToyTraining.gaussian(5, 201, 0.1);
      ToyTraining toy = toy(layers, Map.of("scale", when, "lambda", "1"), 4, w, 1);
      double first = toy.method.quantize(layers.getFirst(), w).step();
      toy.run(2 * STEPS);
      double later = toy.method.quantize(layers.getFirst(), w).step();
      assertEquals(when.equals("fixed"), first == later, first + " became " + later);
    }
  }

  @Test
  void weightsAreHeldFromTheEpochThatTheShareNames() {
    List<WeightLayer> layers = Setups.layers(2, 300);
    float[] w = ToyTraining.gaussian(6, 301, 0.5);
    ToyTraining toy = toy(layers, Map.of("hold", "0.5"), 4, w, 0.3f).run(2 * STEPS);
    float[] levels = w.clone();
    toy.method.quantize(layers.getFirst(), w).writeTo(layers.getFirst(), levels);
    assertFalse(Arrays.equals(levels, w));
    for (int t = 2 * STEPS; t < 4 * STEPS; t++) {
      toy.run(1);
      levels[0] = w[0];
      assertArrayEquals(levels, w, "step " + t);
    }
  }

  @Test
  void withoutHoldingTheWeightsEndNearTheirLevels() {
    List<WeightLayer> layers = Setups.layers(2, 300);
    float[] w = ToyTraining.gaussian(6, 301, 0.5);
    ToyTraining toy = toy(layers, Map.of("hold", "1"), 5, w, 0.1f).finish();
    QuantizedLayer end = toy.method.quantize(layers.getFirst(), w);
    float[] levels = w.clone();
    end.writeTo(layers.getFirst(), levels);
    assertArrayEquals(levels, w, (float) (0.1 * end.step()));
    assertFalse(Arrays.equals(levels, w));
  }

  @Test
  void aRestoredRunGoesOnExactly() {
    for (String regularizer : List.of("squared", "absolute")) {
      List<WeightLayer> layers = List.of(Setups.layer("conv1", 3, List.of(4, 10), 2, 4));
      float[] w = ToyTraining.gaussian(7, 50, 0.3);
      ToyTraining toy = toy(layers, Map.of("regularizer", regularizer), 3, w, 1).run(STEPS + 17);
      ToyTraining again = toy.restored().finish();
      assertArrayEquals(toy.restored().run(STEPS + 5).restored().finish().w, again.w);
      assertArrayEquals(toy.finish().w, again.w);
    }
  }

  @Test
  void extremeWeightsStayFinite() {
    for (float size : new float[] {0, 1e-40f, 1e-20f, 1e20f, 1e38f}) {
      List<WeightLayer> layers = Setups.layers(2, 1, 3);
      float[] w = {0, size, 0, size, -size, size / 2};
      ToyTraining toy = toy(layers, Map.of(), 2, w, 0).finish();
      for (float value : toy.w) {
        assertTrue(Float.isFinite(value), size + " became " + value);
      }
    }
  }
}
