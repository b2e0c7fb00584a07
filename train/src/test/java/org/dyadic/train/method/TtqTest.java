package org.dyadic.train.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TtqTest {
  private static final Ttq.Provider PROVIDER = new Ttq.Provider();
  private static final Step STEP = Setups.step(Setups.RATE);
  private final List<WeightLayer> layers = MethodChecks.twoLayers(2);
  private final MethodState state = new MethodState();

  private Ttq ttq(String unit) {
    return new Ttq(Setups.setup(PROVIDER, layers, Map.of("unit", unit), 1, 100, state));
  }

  private float[] scales(WeightLayer layer) {
    return state.floats("scale/" + layer.name(), 2 * layer.blocks());
  }

  private double unit(WeightLayer layer, int block) {
    return state.numbers("unit/" + layer.name(), layer.blocks())[block];
  }

  /** +1, 0 or -1 by the threshold, in double precision. */
  private static int sign(float[] w, WeightLayer layer, int block, int index) {
    double most = 0;
    for (int i = layer.from(block); i < layer.to(block); i++) {
      most = Math.max(most, Math.abs(w[i]));
    }
    return Math.abs(w[index]) > 0.05 * most ? (int) Math.signum(w[index]) : 0;
  }

  private static double level(int sign, double unit, double wp, double wn) {
    return unit * (Math.max(sign, 0) * wp + Math.min(sign, 0) * wn);
  }

  /** A curved loss of what the forward pass sees, so that its gradient depends on the levels. */
  private static double loss(double seen, int index) {
    return Math.sin(index) * seen + 0.5 * (1 + index % 3) * seen * seen;
  }

  private static float slope(float seen, int index) {
    return (float) (Math.sin(index) + (1 + index % 3) * seen);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mean", "one"})
  void gradientsAreThoseOfTheLevels(String unit) {
    float[] w = MethodChecks.normal(layers, 0.2, new Random(1));
    Ttq ttq = ttq(unit);
    ttq.start(w);
    for (WeightLayer layer : layers) {
      for (int i = 0; i < 2 * layer.blocks(); i++) {
        scales(layer)[i] = 0.5f + 0.25f * i;
      }
    }
    float[] seen = MethodChecks.seen(ttq, w, STEP);
    float[] gradient = new float[w.length];
    for (int i = 0; i < w.length; i++) {
      gradient[i] = slope(seen[i], i);
    }
    float[] task = gradient.clone();
    Map<String, float[]> scales =
        Map.of("conv1", scales(layers.get(0)).clone(), "fc1", scales(layers.get(1)).clone());
    ttq.backward(w, gradient, STEP);
    for (WeightLayer layer : layers) {
      float[] before = scales.get(layer.slot().parameter().layer());
      float[] ofScales = state.floats("scale-velocity/" + layer.name(), 2 * layer.blocks());
      for (int b = 0; b < layer.blocks(); b++) {
        float wp = before[2 * b];
        float wn = before[2 * b + 1];
        for (int i = layer.from(b); i < layer.to(b); i++) {
          int sign = sign(w, layer, b, i);
          assertEquals(level(sign, unit(layer, b), wp, wn), seen[i], 1e-6, "weight " + i);
          assertEquals(task[i] * (sign > 0 ? wp : sign < 0 ? wn : 1), gradient[i], 1e-6);
        }
        double h = 1e-4;
        double byWp = (total(w, layer, b, wp + h, wn) - total(w, layer, b, wp - h, wn)) / (2 * h);
        double byWn = (total(w, layer, b, wp, wn + h) - total(w, layer, b, wp, wn - h)) / (2 * h);
        assertEquals(byWp, ofScales[2 * b], 1e-4, layer.name() + " Wp " + b);
        assertEquals(byWn, ofScales[2 * b + 1], 1e-4, layer.name() + " Wn " + b);
      }
    }
    assertEquals(task[0], gradient[0]);
    assertEquals(task[31], gradient[31]);
  }

  private double total(float[] w, WeightLayer layer, int block, double wp, double wn) {
    double sum = 0;
    for (int i = layer.from(block); i < layer.to(block); i++) {
      sum += loss(level(sign(w, layer, block, i), unit(layer, block), wp, wn), i);
    }
    return sum;
  }

  /** The least squares optimum in closed form: each level is the mean of its targets. */
  @Test
  void levelsFindTheirOptimum() {
    List<WeightLayer> one = Setups.layers(2, 5);
    float[] w = {0, 0.5f, 1, -0.2f, -0.9f, 0.01f};
    float[] target = {0, 3, 5, -1, -2, 7};
    Ttq ttq = new Ttq(Setups.setup(PROVIDER, one, Map.of()));
    ttq.start(w);
    for (int i = 0; i < 2000; i++) {
      Step step = new Step(0, i, 0.02, 1);
      float[] gradient = new float[w.length];
      float[] seen = MethodChecks.seen(ttq, w, step);
      for (int k = 1; k < w.length; k++) {
        gradient[k] = seen[k] - target[k];
      }
      ttq.backward(w, gradient, step);
    }
    assertArrayEquals(
        new float[] {0, 4, 4, -1.5f, -1.5f, 0}, MethodChecks.seen(ttq, w, STEP), 1e-4f);
  }

  @Test
  void itStartsAtTheMeanOrAtOne() {
    List<WeightLayer> one = Setups.layers(2, 4);
    float[] w = {0, 0.5f, -1, 0.01f, 0.3f};
    Ttq mean = new Ttq(Setups.setup(PROVIDER, one, Map.of()));
    mean.start(w);
    assertArrayEquals(
        new float[] {0, 0.6f, -0.6f, 0, 0.6f}, MethodChecks.seen(mean, w, STEP), 1e-6f);
    Ttq authors = new Ttq(Setups.setup(PROVIDER, one, PROVIDER.authors().options()));
    authors.start(w);
    assertArrayEquals(new float[] {0, 1, -1, 0, 1}, MethodChecks.seen(authors, w, STEP));
  }

  @Test
  void itEndsAsTheForwardPassSawIt() {
    float[] w = MethodChecks.normal(layers, 0.2, new Random(4));
    Ttq ttq = ttq("mean");
    ttq.start(w);
    float[] target = MethodChecks.normal(layers, 0.2, new Random(5));
    for (int i = 0; i < 3; i++) {
      MethodChecks.train(ttq, layers, w, target, new Step(0, i, 0.1, 1));
    }
    assertArrayEquals(MethodChecks.seen(ttq, w, STEP), MethodChecks.quantized(ttq, layers, w));
    QuantizedLayer.Coded coded = (QuantizedLayer.Coded) ttq.quantize(layers.get(1), w);
    assertEquals(4, coded.positive().length);
    assertEquals(4, coded.negative().length);
  }

  @Test
  void extremesAndResume() {
    for (String unit : List.of("mean", "one")) {
      MethodChecks.assertHoldsExtremes(PROVIDER, Map.of("unit", unit));
      MethodChecks.assertResumes(PROVIDER, Map.of("unit", unit));
    }
  }
}
