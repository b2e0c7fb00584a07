package org.dyadic.train.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MsqeTest {
  private static final int STEPS = 40;

  /** Adam's first mean is this share of the first gradient. */
  private static final double FIRST = 0.1;

  private static ToyTraining toy(
      List<WeightLayer> layers, Map<String, String> options, int epochs, float[] w, float pull) {
    MethodSetup setup =
        Setups.setup(new Msqe.Provider(), layers, options, epochs, STEPS, new MethodState());
    return ToyTraining.start(new Msqe.Provider(), options, setup, w, pull);
  }

  private static float log(ToyTraining toy, String name, int index) {
    return toy.setup.state().allFloats().get("log/" + name)[index];
  }

  /** The gradient that the first step had, from the moments that it left. */
  private static double first(ToyTraining toy, String name, int index) {
    return toy.setup.state().allFloats().get("log-mean/" + name)[index] / FIRST;
  }

  private static double alpha(ToyTraining toy) {
    return toy.setup.state().allNumbers().get("alpha")[0];
  }

  /** The method's part of the loss, with logarithms of strengths and steps. */
  private static double loss(
      double[] w,
      List<WeightLayer> layers,
      double[] logSteps,
      double[] logs,
      double alpha,
      boolean powers) {
    double error = 0;
    double away = 0;
    long count = 0;
    for (int l = 0; l < layers.size(); l++) {
      WeightLayer layer = layers.get(l);
      double step = Math.exp(logSteps[l]);
      int top = (1 << (layer.bits() - 1)) - 1;
      for (int i = layer.offset(); i < layer.end(); i++) {
        double level = Math.clamp(Math.rint(w[i] / step), -top, top) * step;
        error += (w[i] - level) * (w[i] - level);
      }
      double log2 = Math.log(step) / Math.log(2);
      away += Math.pow(log2 - Math.rint(log2), 2);
      count += layer.size();
    }
    double loss = Math.exp(logs[0]) * error / count - alpha * logs[0];
    return powers ? loss + Math.exp(logs[1]) * away / layers.size() - alpha * logs[1] : loss;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyGradientIsThatOfTheLoss(boolean powers) {
    List<WeightLayer> layers = Setups.layers(3, 30, 50);
    float[] w = ToyTraining.gaussian(4, 83, 0.5);
    Map<String, String> options = Map.of("alpha", "0.7", "power-of-two", Boolean.toString(powers));
    ToyTraining toy = toy(layers, options, 1, w.clone(), 0);
    toy.setup.state().allFloats().get("log/strengths")[0] = 2.5f; // away from the balance
    toy.setup.state().allFloats().get("log/strengths")[1] = 0.5f;
    double[] logs = {2.5, 0.5};
    double[] steps = {log(toy, "fc1.weight", 0), log(toy, "fc2.weight", 0)};
    float[] gradient = new float[w.length];
    toy.method.backward(w, gradient, Setups.step(Setups.RATE));
    double[] point = new double[w.length];
    for (int i = 0; i < w.length; i++) {
      point[i] = w[i];
    }
    for (int i = 0; i < w.length; i++) {
      assertEquals(
          difference(point, i, () -> loss(point, layers, steps, logs, 0.7, powers)),
          gradient[i],
          1e-4,
          "weight " + i);
    }
    for (int l = 0; l < 2; l++) {
      assertEquals(
          difference(steps, l, () -> loss(point, layers, steps, logs, 0.7, powers)),
          first(toy, layers.get(l).name(), 0),
          1e-3,
          "step " + l);
    }
    for (int s = 0; s < (powers ? 2 : 1); s++) {
      assertEquals(
          difference(logs, s, () -> loss(point, layers, steps, logs, 0.7, powers)),
          first(toy, "strengths", s),
          1e-4,
          "strength " + s);
    }
  }

  private static double difference(double[] point, int i, DoubleSupplier loss) {
    double at = point[i];
    double h = 1e-6;
    point[i] = at + h;
    double above = loss.getAsDouble();
    point[i] = at - h;
    double below = loss.getAsDouble();
    point[i] = at;
    return (above - below) / (2 * h);
  }

  @Test
  void lambdaStartsWhereItBalances() {
    ToyTraining toy = toy(Setups.layers(2, 80), Map.of(), 2, ToyTraining.gaussian(4, 81, 0.5), 0);
    toy.run(1);
    assertEquals(0, first(toy, "strengths", 0), 1e-5 * alpha(toy));
    assertTrue(alpha(toy) > 0);
  }

  @Test
  void thePullAloneBringsWeightsToTheirLevels() {
    for (double size : new double[] {1e-3, 1, 1e3}) {
      List<WeightLayer> layers = Setups.layers(2, 50, 200);
      ToyTraining toy = toy(layers, Map.of(), 5, ToyTraining.gaussian(6, 253, size), 0);
      double before = toy.method.report(0).get("lambda");
      toy.finish();
      assertTrue(toy.method.report(4).get("lambda") > 100 * before);
      for (WeightLayer layer : layers) {
        QuantizedLayer end = toy.method.quantize(layer, toy.w);
        float[] levels = toy.w.clone();
        end.writeTo(layer, levels);
        assertArrayEquals(levels, toy.w, (float) (0.05 * end.step()), "size " + size);
      }
    }
  }

  @Test
  void stepsEndAtPowersOfTwoIfTheyShall() {
    for (boolean powers : new boolean[] {true, false}) {
      WeightLayer layer = Setups.layer("conv1", 0, List.of(4, 50), 2, 4);
      float[] w = ToyTraining.gaussian(6, 200, 0.1);
      Map<String, String> options = Map.of("power-of-two", Boolean.toString(powers));
      ToyTraining toy = toy(List.of(layer), options, 10, w, 0.01f).finish();
      QuantizedLayer.Coded end = (QuantizedLayer.Coded) toy.method.quantize(layer, w);
      assertEquals(powers, end.fixedPoint());
      for (int b = 0; b < 4; b++) {
        double learned = Math.exp(log(toy, layer.name(), b));
        assertEquals(learned, end.positive()[b], powers ? 0.02 * learned : 1e-6);
      }
    }
  }

  @Test
  void anOverlargeAlphaStaysStable() {
    ToyTraining toy =
        toy(Setups.layers(2, 80), Map.of("alpha", "1e9"), 2, ToyTraining.gaussian(4, 81, 0.5), 0);
    float[] start = toy.w.clone();
    toy.finish();
    QuantizedLayer end = toy.method.quantize(toy.setup.layers().getFirst(), toy.w);
    for (int i = 1; i < start.length; i++) {
      double nearest = Math.rint(toy.w[i] / end.step()) * end.step();
      assertEquals(nearest, toy.w[i], 0.02 * end.step());
    }
  }

  @Test
  void aRestoredRunGoesOnExactly() {
    for (String powers : List.of("true", "false")) {
      List<WeightLayer> layers = List.of(Setups.layer("conv1", 3, List.of(4, 10), 2, 4));
      float[] w = ToyTraining.gaussian(7, 50, 0.3);
      ToyTraining toy = toy(layers, Map.of("power-of-two", powers), 3, w, 1).run(STEPS + 17);
      ToyTraining again = toy.restored().finish();
      assertArrayEquals(toy.finish().w, again.w);
      assertEquals(toy.method.report(2), again.method.report(2));
    }
  }

  @Test
  void extremeWeightsStayFinite() {
    for (float size : new float[] {0, 1e-40f, 1e-20f, 1e15f}) {
      for (String powers : List.of("true", "false")) {
        List<WeightLayer> layers = Setups.layers(2, 1, 3);
        Map<String, String> options = new HashMap<>(Map.of("power-of-two", powers));
        float[] w = {0, size, 0, size, -size, size / 2};
        ToyTraining toy = toy(layers, options, 2, w, 0).finish();
        for (WeightLayer layer : layers) {
          float[] levels = toy.w.clone();
          toy.method.quantize(layer, toy.w).writeTo(layer, levels);
          for (float value : levels) {
            assertTrue(Float.isFinite(value), size + " became " + value);
          }
          assertFalse(size == 0 && levels[layer.offset()] != 0);
        }
      }
    }
  }
}
