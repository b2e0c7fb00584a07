package org.dyadic.train.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Layers that a method with distributions of weights must survive. */
final class ExtremeWeights {
  private static final float GAP = 321;

  private ExtremeWeights() {}

  private static List<float[]> all() {
    return List.of(
        new float[4],
        new float[] {-0f, 0f},
        new float[] {0.25f},
        new float[] {-3},
        new float[] {0.5f, -0.5f, 0.5f, 0.5f},
        new float[] {Float.MIN_VALUE, -Float.MIN_VALUE, 0},
        new float[] {1e-15f, -2e-15f, 3e-15f},
        new float[] {1e9f, -2e9f, 3e9f, 1},
        new float[] {1e-15f, 1e9f, -1});
  }

  /**
   * With every number of bits: whatever is computed stays finite, over steps with a huge, a tiny
   * and no gradient, and only the layer changes.
   */
  static void assertHeld(MethodProvider provider, Map<String, String> options) {
    for (int bits : provider.bits()) {
      for (float[] values : all()) {
        WeightLayer layer = Setups.layer("fc1", 1, List.of(values.length), bits, 1);
        float[] w = new float[values.length + 2];
        System.arraycopy(values, 0, w, 1, values.length);
        w[0] = GAP;
        w[w.length - 1] = GAP;
        assertHeld(provider, options, layer, w);
      }
    }
  }

  private static void assertHeld(
      MethodProvider provider, Map<String, String> options, WeightLayer layer, float[] w) {
    String what = "%d bits, %s".formatted(layer.bits(), Arrays.toString(w));
    MethodState state = new MethodState();
    Method method = provider.create(Setups.setup(provider, List.of(layer), options, 1, 100, state));
    method.start(w);
    float[] gradients = {0, 1e6f, -1e-20f, 0, 0};
    for (int i = 0; i < gradients.length; i++) {
      Step step = new Step(0, i, 0.01, 3);
      float[] seen = w.clone();
      method.forward(w, seen, step);
      float[] gradient = new float[w.length];
      Arrays.fill(gradient, gradients[i]);
      method.backward(w, gradient, step);
      assertEquals(gradients[i], gradient[0]);
      assertEquals(gradients[i], gradient[w.length - 1]);
      for (int j = layer.offset(); j < layer.end(); j++) {
        w[j] -= 0.01f * gradient[j];
      }
      method.afterStep(w, step);
      float[] levels = w.clone();
      method.quantize(layer, w).writeTo(layer, levels);
      for (float[] array : List.of(seen, gradient, w, levels)) {
        assertFinite(array, what);
      }
      assertEquals(GAP, w[0]);
      assertEquals(GAP, seen[w.length - 1]);
      assertEquals(GAP, levels[0]);
    }
    state.allFloats().forEach((name, array) -> assertFinite(array, name + ", " + what));
  }

  private static void assertFinite(float[] array, String what) {
    for (float value : array) {
      assertTrue(Float.isFinite(value), what + ": " + Arrays.toString(array));
    }
  }
}
