package org.dyadic.train.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SwsTest {
  private static final Sws.Provider PROVIDER = new Sws.Provider();
  private static final double TAU = 2;
  private static final double EXAMPLES = 1000;
  private static final Map<String, String> OPTIONS = Map.of("tau", Double.toString(TAU));

  private static final List<WeightLayer> LAYERS =
      List.of(
          Setups.layer("conv1", 1, List.of(4, 10), 4, 1),
          Setups.layer("fc1", 42, List.of(5, 30), 4, 1));

  /** Layers of different sizes; the second is sparse. */
  private static float[] weights() {
    Random random = new Random(6);
    float[] w = MethodChecks.normal(LAYERS, 0.3, random);
    for (int i = 42; i < 192; i++) {
      w[i] *= i % 3 == 0 ? 0.1f : 0.001f;
    }
    return w;
  }

  private static double unit(float[] w, WeightLayer layer) {
    double sum = 0;
    for (int i = layer.offset(); i < layer.end(); i++) {
      sum += Math.pow(w[i], 4);
    }
    return 0.15 / Math.pow(sum / layer.size(), 0.25);
  }

  private static double[] softmax(float[] x) {
    double[] e = new double[x.length];
    Arrays.setAll(e, j -> Math.exp(x[j]));
    double sum = DoubleStream.of(e).sum();
    Arrays.setAll(e, j -> e[j] / sum);
    return e;
  }

  /** The mixture's density, written down without logarithms. */
  private static double density(MethodState state, double x) {
    float[] means = state.allFloats().get("mixture/bits4/mean");
    float[] logs = state.allFloats().get("mixture/bits4/log-precision");
    double[] shares = softmax(state.allFloats().get("mixture/bits4/log-share"));
    double sum = 0;
    for (int j = 0; j < logs.length; j++) {
      double precision = Math.exp(logs[j]);
      double mean = j == 0 ? 0 : means[j - 1];
      double share = j == 0 ? 0.99 : 0.01 * shares[j - 1];
      double normal = Math.sqrt(precision / (2 * Math.PI));
      sum += share * normal * Math.exp(-precision / 2 * (x - mean) * (x - mean));
    }
    return sum;
  }

  private static double loss(MethodState state, float[] w, double[] units) {
    double sum = 0;
    for (int l = 0; l < LAYERS.size(); l++) {
      for (int i = LAYERS.get(l).offset(); i < LAYERS.get(l).end(); i++) {
        sum -= Math.log(density(state, units[l] * w[i]));
      }
    }
    float[] logs = state.allFloats().get("mixture/bits4/log-precision");
    for (int j = 0; j < logs.length; j++) {
      double shape = j == 0 ? 5000 : 250;
      double rate = j == 0 ? 2 : 0.1;
      sum -= (shape - 1) * logs[j] - rate * Math.exp(logs[j]);
    }
    return TAU / EXAMPLES * sum;
  }

  @Test
  void gradientsAreThoseOfTheLoss() {
    float[] w = weights();
    double[] units = LAYERS.stream().mapToDouble(layer -> unit(w, layer)).toArray();
    MethodState state = new MethodState();
    Method sws = PROVIDER.create(Setups.setup(PROVIDER, LAYERS, OPTIONS, 1, 100, state));
    sws.start(w);
    Random random = new Random(8);
    for (String name : List.of("mean", "log-precision", "log-share")) {
      float[] values = state.allFloats().get("mixture/bits4/" + name);
      for (int j = 0; j < values.length; j++) {
        values[j] += (float) (0.1 * random.nextGaussian()) + (name.endsWith("ion") ? -1 : 0);
      }
    }
    float[][] before = new float[3][];
    List<String> names = List.of("mean", "log-precision", "log-share");
    Arrays.setAll(before, n -> state.allFloats().get("mixture/bits4/" + names.get(n)).clone());
    float[] gradient = new float[w.length];
    sws.backward(w, gradient, Setups.step(1e-4));
    for (int n = 0; n < 3; n++) {
      float[] values = state.allFloats().get("mixture/bits4/" + names.get(n));
      System.arraycopy(before[n], 0, values, 0, values.length);
    }
    for (WeightLayer layer : LAYERS) {
      Differences.assertGradient(
          () -> loss(state, w, units), w, gradient, layer.offset(), layer.end(), 1e-5, 1e-3);
    }
    for (String name : names) {
      float[] values = state.allFloats().get("mixture/bits4/" + name);
      float[] moment = state.allFloats().get("mixture/bits4/" + name + "/moment1");
      Differences.assertFirstStep(() -> loss(state, w, units), values, moment, 1e-3, 1e-3);
    }
    assertEquals(0, gradient[0]);
    assertEquals(0, gradient[41]);
  }

  /** A step of gradient descent ends between the weight and the outermost mean. */
  @Test
  void noPullGoesBeyondTheMeans() {
    float[] w = weights();
    Method sws = PROVIDER.create(Setups.setup(PROVIDER, LAYERS, Map.of("tau", "1e6")));
    sws.start(w);
    float[] gradient = new float[w.length];
    sws.backward(w, gradient, Setups.step(0.01));
    for (WeightLayer layer : LAYERS) {
      double outermost = 0;
      for (WeightLayer any : LAYERS) {
        for (int i = any.offset(); i < any.end(); i++) {
          outermost = Math.max(outermost, Math.abs(w[i]) * unit(w, any) / unit(w, layer));
        }
      }
      for (int i = layer.offset(); i < layer.end(); i++) {
        assertTrue(gradient[i] != 0);
        assertTrue(Math.abs(w[i] - 0.01 * gradient[i]) <= outermost * 1.0001, "weight " + i);
      }
    }
  }

  @Test
  void theAutomaticTauShrinksAnUndisturbedLayerByItsContraction() {
    List<WeightLayer> layers = Setups.layers(4, 1000);
    MethodState state = new MethodState();
    int steps = 500;
    Method sws = PROVIDER.create(Setups.setup(PROVIDER, layers, Map.of(), 1, steps, state));
    float[] w = MethodChecks.normal(layers, 0.1, new Random(3));
    sws.start(w);
    double tau = sws.report(0).get("tau");
    double unit = unit(w, layers.getFirst());
    double time = steps * Setups.RATE / (1 - Setups.MOMENTUM);
    assertEquals(20, tau / EXAMPLES * 4999 / 2 * unit * unit * time, 1e-6);
  }

  @Test
  void everyLayerKeepsItsSize() {
    float[] w = weights();
    Method sws = PROVIDER.create(Setups.setup(PROVIDER, LAYERS, OPTIONS));
    sws.start(w);
    double[] before = LAYERS.stream().mapToDouble(layer -> unit(w, layer)).toArray();
    float[] start = w.clone();
    for (int i = 0; i < w.length; i++) {
      w[i] *= i < 41 ? 0.5f : 3;
    }
    w[0] = start[0];
    w[41] = start[41];
    w[192] = start[192];
    sws.afterStep(w, Setups.step(0.01));
    assertArrayEquals(start, w, 1e-6f);
    assertEquals(before[1], unit(w, LAYERS.get(1)), 1e-5 * before[1]);
  }

  /** Components at given means, narrow, in units of the weights. */
  private static Method fixed(MethodState state, List<WeightLayer> layers, float... means) {
    Method sws = PROVIDER.create(Setups.setup(PROVIDER, layers, OPTIONS, 1, 100, state));
    for (WeightLayer layer : layers) {
      state.allNumbers().get("size/" + layer.name())[0] = SwsLayer.SIZE;
    }
    state.allFloats().forEach((name, a) -> Arrays.fill(a, name.endsWith("precision") ? 9 : 0));
    float[] all = state.allFloats().get("mixture/bits4/mean");
    for (int j = 0; j < all.length; j++) {
      all[j] = means[j % means.length];
    }
    return sws;
  }

  @Test
  void weightsBecomeTheMeansOfTheirMostResponsibleComponents() {
    float[] w = weights();
    MethodState state = new MethodState();
    Method sws = fixed(state, LAYERS, 0.5f, -0.5f, 0.25f, -0.25f);
    WeightLayer layer = LAYERS.getFirst();
    QuantizedLayer end = sws.quantize(layer, w);
    var codebook = assertInstanceOf(QuantizedLayer.Codebook.class, end);
    assertArrayEquals(new float[] {-0.5f, -0.25f, 0, 0.25f, 0.5f}, codebook.table(), 1e-6f);
    assertTrue(codebook.obstacle().contains("codebook"));
    float[] levels = w.clone();
    end.writeTo(layer, levels);
    for (int i = layer.offset(); i < layer.end(); i++) {
      double best = 0;
      double most = 0;
      for (double mean : new double[] {-0.5, -0.25, 0, 0.25, 0.5}) {
        // 15 means in turn: three of -0.25, four of each of the others.
        double share = mean == 0 ? 0.99 : 0.01 * (mean == -0.25 ? 3 : 4) / 15;
        double log = Math.log(share) - Math.exp(9) / 2 * (w[i] - mean) * (w[i] - mean);
        best = most == 0 || log > most ? mean : best;
        most = most == 0 || log > most ? log : most;
      }
      assertEquals(best, levels[i], 1e-6, "weight " + w[i]);
    }
  }

  @Test
  void threeLevelsOrFewerCanBeRun() {
    float[] w = weights();
    QuantizedLayer two = fixed(new MethodState(), LAYERS, 0.4f, -0.3f).quantize(LAYERS.get(0), w);
    var coded = assertInstanceOf(QuantizedLayer.Coded.class, two);
    assertEquals(2, coded.bits());
    assertEquals(0.4f, coded.positive()[0], 1e-6);
    assertEquals(0.3f, coded.negative()[0], 1e-6);
    QuantizedLayer one = fixed(new MethodState(), LAYERS, -0.3f).quantize(LAYERS.get(0), w);
    coded = assertInstanceOf(QuantizedLayer.Coded.class, one);
    assertEquals(0, coded.negative().length);
    assertEquals(0.3f, coded.positive()[0], 1e-6);
    // Both positive: no codes for them.
    QuantizedLayer same = fixed(new MethodState(), LAYERS, 0.2f, 0.5f).quantize(LAYERS.get(0), w);
    assertInstanceOf(QuantizedLayer.Codebook.class, same);
    // The second layer lies within the zero component.
    QuantizedLayer zero = fixed(new MethodState(), LAYERS, 0.4f, -0.3f).quantize(LAYERS.get(1), w);
    coded = assertInstanceOf(QuantizedLayer.Coded.class, zero);
    assertArrayEquals(new byte[LAYERS.get(1).size()], coded.codes());
    assertEquals(1, coded.positive()[0]);
  }

  @Test
  void equalComponentsAreOneAndWhatEqualsTheZeroComponentIsZero() {
    double[] means = {0, 0.0001, 0.5, 0.4999, -0.2};
    double[] precisions = {400, 400, 400, 410, 100};
    double[] shares = {0.5, 0.1, 0.1, 0.2, 0.1};
    double[] logs = new double[5];
    Arrays.setAll(logs, j -> Math.log(shares[j] * Math.sqrt(precisions[j])));
    MixtureComponents merged = new MixtureComponents(means, precisions, logs).merged();
    double mean = (0.1 * 0.5 + 0.2 * 0.4999) / 0.3;
    assertArrayEquals(new double[] {-0.2, 0, mean}, merged.means(), 1e-12);
    double precision = (0.1 * 400 + 0.2 * 410) / 0.3;
    assertArrayEquals(new double[] {100, 400, precision}, merged.precisions(), 1e-9);
    assertEquals(Math.log(0.6 * 20), merged.logWeights()[1], 1e-12);
    assertEquals(Math.log(0.3 * Math.sqrt(precision)), merged.logWeights()[2], 1e-12);
    assertEquals(1, merged.of(0));
    assertEquals(2, merged.of(0.45));
  }

  @Test
  void layersMayHaveMixturesOfTheirOwn() {
    MethodState state = new MethodState();
    Map<String, String> options = Map.of("mixture", "layer");
    PROVIDER.create(Setups.setup(PROVIDER, LAYERS, options, 1, 100, state));
    assertEquals(15, state.allFloats().get("mixture/conv1.weight/mean").length);
    assertEquals(15, state.allFloats().get("mixture/fc1.weight/mean").length);
    List<WeightLayer> ternary = Setups.layers(2, 9);
    PROVIDER.create(Setups.setup(PROVIDER, ternary, Map.of(), 1, 100, state));
    assertEquals(3, state.allFloats().get("mixture/bits2/log-precision").length);
  }

  @Test
  void resumesExactly() {
    MethodChecks.assertResumes(PROVIDER, Map.of());
    MethodChecks.assertResumes(PROVIDER, Map.of("mixture", "layer", "tau", "0.5"));
  }

  @Test
  void holdsExtremes() {
    ExtremeWeights.assertHeld(PROVIDER, Map.of());
    ExtremeWeights.assertHeld(PROVIDER, Map.of("tau", "1e6"));
  }
}
