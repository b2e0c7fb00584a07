package org.dyadic.train.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What holds for every method that trains straight through. */
final class MethodChecks {
  private static final float GAP = 123;

  private MethodChecks() {}

  /** A layer of one block and one with a block for each of its four channels. */
  static List<WeightLayer> twoLayers(int bits) {
    return List.of(
        Setups.layer("conv1", 1, List.of(2, 3, 5, 1), bits, 1),
        Setups.layer("fc1", 32, List.of(4, 9), bits, 4));
  }

  /** Normal weights of a standard deviation in the layers, other values in the gaps. */
  static float[] normal(List<WeightLayer> layers, double deviation, Random random) {
    float[] w = new float[layers.getLast().end() + 1];
    Arrays.fill(w, GAP);
    for (WeightLayer layer : layers) {
      for (int i = layer.offset(); i < layer.end(); i++) {
        w[i] = (float) (deviation * random.nextGaussian());
      }
    }
    return w;
  }

  /** What the forward pass sees. */
  static float[] seen(Method method, float[] w, Step step) {
    float[] seen = w.clone();
    method.forward(w, seen, step);
    return seen;
  }

  /** The weights at their levels. */
  static float[] quantized(Method method, List<WeightLayer> layers, float[] w) {
    float[] levels = w.clone();
    layers.forEach(layer -> method.quantize(layer, w).writeTo(layer, levels));
    return levels;
  }

  /** A state of its own with the same values. */
  static MethodState copy(MethodState state) {
    MethodState copy = new MethodState();
    state.allFloats().forEach((name, values) -> copy.allFloats().put(name, values.clone()));
    state.allNumbers().forEach((name, values) -> copy.allNumbers().put(name, values.clone()));
    return copy;
  }

  /** One step as the loop makes it, with the gradient of sum of (seen - target)^2 / 2. */
  static void train(Method method, List<WeightLayer> layers, float[] w, float[] target, Step step) {
    float[] seen = seen(method, w, step);
    float[] gradient = new float[w.length];
    for (int i = 0; i < w.length; i++) {
      gradient[i] = seen[i] - target[i];
    }
    method.backward(w, gradient, step);
    for (WeightLayer layer : layers) {
      for (int i = layer.offset(); i < layer.end(); i++) {
        w[i] -= (float) step.learningRate() * gradient[i];
      }
    }
    method.afterStep(w, step);
  }

  /** A method that is made anew from a copy of its state goes on exactly. */
  static void assertResumes(MethodProvider provider, Map<String, String> options) {
    List<WeightLayer> layers = twoLayers(provider.bits().getFirst());
    Random random = new Random(41);
    float[] w = normal(layers, 0.3, random);
    float[] target = normal(layers, 0.3, random);
    MethodState state = new MethodState();
    Method first = provider.create(Setups.setup(provider, layers, options, 2, 5, state));
    first.start(w);
    for (int i = 0; i < 5; i++) {
      train(first, layers, w, target, new Step(0, i, 0.05, 9));
    }
    float[] w2 = w.clone();
    Method second = provider.create(Setups.setup(provider, layers, options, 2, 5, copy(state)));
    for (int i = 5; i < 10; i++) {
      Step step = new Step(1, i, 0.05, 9);
      train(first, layers, w, target, step);
      train(second, layers, w2, target, step);
      assertArrayEquals(w, w2, "step " + i);
      assertArrayEquals(seen(first, w, step), seen(second, w2, step), "step " + i);
    }
    assertArrayEquals(quantized(first, layers, w), quantized(second, layers, w2));
  }

  /**
   * Layers of zeros, of one weight, of equal weights, of the smallest and of the largest floats:
   * everything stays finite, codes in range, scales positive, and only the layers change.
   */
  static void assertHoldsExtremes(MethodProvider provider, Map<String, String> options) {
    for (int bits : provider.bits()) {
      for (float[] values : extremes()) {
        WeightLayer layer = Setups.layer("fc1", 1, List.of(values.length), bits, 1);
        float[] w = new float[values.length + 2];
        System.arraycopy(values, 0, w, 1, values.length);
        w[0] = GAP;
        w[w.length - 1] = GAP;
        Method method = provider.create(Setups.setup(provider, List.of(layer), options));
        method.start(w);
        assertSound(method, layer, w);
        float[] gradient = new float[w.length];
        Arrays.fill(gradient, 1e6f);
        for (int i = 0; i < 3; i++) {
          method.forward(w, w.clone(), new Step(0, i, 0.01, 3));
          method.backward(w, gradient, new Step(0, i, 0.01, 3));
          method.afterStep(w, new Step(0, i, 0.01, 3));
          assertEquals(1e6f, gradient[0]);
          assertEquals(1e6f, gradient[w.length - 1]);
        }
        assertSound(method, layer, w);
      }
    }
  }

  private static List<float[]> extremes() {
    List<float[]> all = new ArrayList<>();
    all.add(new float[4]);
    all.add(new float[] {-0f, 0f});
    all.add(new float[] {0.25f});
    all.add(new float[] {-3});
    all.add(new float[] {0.5f, -0.5f, 0.5f, 0.5f});
    all.add(new float[] {Float.MIN_VALUE, -Float.MIN_VALUE, 0});
    all.add(new float[] {Float.MAX_VALUE, -Float.MAX_VALUE, Float.MAX_VALUE, 1});
    all.add(new float[] {1e-20f, 1e20f, -1});
    return all;
  }

  private static void assertSound(Method method, WeightLayer layer, float[] w) {
    String what = Arrays.toString(w);
    float[] seen = seen(method, w, Setups.step(0.01));
    assertEquals(GAP, seen[0]);
    assertEquals(GAP, seen[seen.length - 1]);
    QuantizedLayer.Coded coded = (QuantizedLayer.Coded) method.quantize(layer, w);
    assertEquals("", coded.obstacle());
    for (int i = 0; i < layer.size(); i++) {
      assertTrue(Float.isFinite(seen[layer.offset() + i]), what);
      assertTrue(Math.abs(coded.codes()[i]) <= coded.top(), what);
      assertTrue(coded.bits() > 1 || coded.codes()[i] != 0, what);
    }
    for (float[] scales : List.of(coded.positive(), coded.negative())) {
      for (float scale : scales) {
        assertTrue(scale > 0 && Float.isFinite(scale), "scale %s of %s".formatted(scale, what));
      }
    }
  }
}
