package org.dyadic.train.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VnqTest {
  private static final Vnq.Provider PROVIDER = new Vnq.Provider();
  private static final List<WeightLayer> LAYERS = MethodChecks.twoLayers(2);
  private static final double KL_PER_EXAMPLE = 0.4;
  private static final Map<String, String> OPTIONS = Map.of("kl", "400", "warm-up", "0");
  private static final String BLOCK = "conv1.weight/0/";

  private final MethodState state = new MethodState();
  private final float[] w = MethodChecks.normal(LAYERS, 0.3, new Random(2));
  private final WeightLayer first = LAYERS.getFirst();

  private Method vnq(Map<String, String> options) {
    Method vnq = PROVIDER.create(Setups.setup(PROVIDER, LAYERS, options, 1, 100, state));
    vnq.start(w);
    return vnq;
  }

  private float[] floats(String name) {
    return state.allFloats().get(BLOCK + name);
  }

  private double level(int side) {
    return state.allNumbers().get(BLOCK + "level")[side] * Math.exp(floats("log-level")[side]);
  }

  /** The approximation of the divergence from the log-uniform prior, in the papers' form. */
  private static double logUniform(double theta, double logVariance) {
    double logAlpha = logVariance - Math.log(theta * theta);
    double sigmoid = 1 / (1 + Math.exp(-1.87320 - 1.48695 * logAlpha));
    return -(0.63576 * sigmoid - 0.5 * Math.log(1 + Math.exp(-logAlpha)) - 0.63576);
  }

  private double divergence(double theta, double logVariance) {
    double plus = level(0);
    double minus = -level(1);
    double windowPlus = Math.exp(-0.5 * Math.pow((theta - plus) / (0.375 * plus), 2));
    double windowMinus = Math.exp(-0.5 * Math.pow((theta - minus) / (0.375 * minus), 2));
    return windowPlus * logUniform(theta - plus, logVariance)
        + windowMinus * logUniform(theta - minus, logVariance)
        + (1 - windowPlus - windowMinus) * logUniform(theta, logVariance);
  }

  /** sum (seen - 0.1)^2 / 2 for one draw of the noise, and the divergence of the first layer. */
  private double loss(Method vnq, Step step) {
    float[] seen = MethodChecks.seen(vnq, w, step);
    double loss = 0;
    for (int i = first.offset(); i < first.end(); i++) {
      double logVariance = floats("log-variance")[i - first.offset()];
      loss += (seen[i] - 0.1) * (seen[i] - 0.1) / 2;
      loss += KL_PER_EXAMPLE * divergence(w[i], logVariance);
    }
    return loss;
  }

  @Test
  void gradientsAreThoseOfTheLoss() {
    Method vnq = vnq(OPTIONS);
    Random random = new Random(5);
    for (int i = 0; i < first.size(); i++) {
      floats("log-variance")[i] += (float) random.nextGaussian();
    }
    floats("log-level")[0] = 0.1f;
    floats("log-level")[1] = -0.2f;
    Step step = Setups.step(1e-9);
    float[] variances = floats("log-variance").clone();
    float[] levels = floats("log-level").clone();
    float[] gradient = MethodChecks.seen(vnq, w, step);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] -= 0.1f;
    }
    vnq.backward(w, gradient, step);
    System.arraycopy(variances, 0, floats("log-variance"), 0, variances.length);
    System.arraycopy(levels, 0, floats("log-level"), 0, levels.length);
    Differences.assertGradient(
        () -> loss(vnq, step), w, gradient, first.offset(), first.end(), 1e-4, 3e-3);
    for (String name : List.of("log-variance", "log-level")) {
      float[] moment = floats(name + "/moment1");
      Differences.assertFirstStep(() -> loss(vnq, step), floats(name), moment, 1e-3, 3e-3);
    }
  }

  @Test
  void theNetworkSeesDrawsFromThePosterior() {
    Method vnq = vnq(OPTIONS);
    Random random = new Random(7);
    float[] logVariances = floats("log-variance");
    for (int i = 0; i < logVariances.length; i++) {
      logVariances[i] = (float) random.nextGaussian() - 4;
    }
    int draws = 4000;
    double[] sums = new double[logVariances.length];
    double[] squares = new double[logVariances.length];
    for (int n = 0; n < draws; n++) {
      float[] seen = MethodChecks.seen(vnq, w, new Step(0, n, 0.01, 1));
      for (int i = 0; i < sums.length; i++) {
        double d = seen[first.offset() + i] - w[first.offset() + i];
        sums[i] += d / draws;
        squares[i] += d * d / draws;
      }
    }
    for (int i = 0; i < sums.length; i++) {
      double variance = Math.exp(logVariances[i]);
      assertEquals(0, sums[i], 5 * Math.sqrt(variance / draws));
      assertEquals(variance, squares[i], 5 * variance * Math.sqrt(2.0 / draws));
    }
  }

  @Test
  void levelsStartWhereTernaryWeightNetworksHaveThem() {
    vnq(OPTIONS);
    for (int side = 0; side < 2; side++) {
      double mean = 0;
      for (int i = first.offset(); i < first.end(); i++) {
        mean += Math.abs(w[i]) / first.size();
      }
      double sum = 0;
      int count = 0;
      for (int i = first.offset(); i < first.end(); i++) {
        double x = side == 0 ? w[i] : -w[i];
        sum += x > 0.7 * mean ? x : 0;
        count += x > 0.7 * mean ? 1 : 0;
      }
      assertEquals(sum / count, level(side), 1e-6);
    }
    double expected = -8 + Math.log(level(0) * level(1) / 0.04);
    assertEquals(expected, floats("log-variance")[0], 1e-5);
  }

  @Test
  void meansVariancesAndLevelsStayWithinTheAuthorsBounds() {
    Method vnq = vnq(OPTIONS);
    floats("log-level")[0] = -5;
    floats("log-variance")[0] = -50;
    floats("log-variance")[1] = 50;
    w[1] = 100;
    w[2] = -100;
    vnq.afterStep(w, Setups.step(0.01));
    assertEquals(Math.log(0.25), floats("log-level")[0], 1e-6);
    double scale = Math.log(level(0) * level(1) / 0.04);
    assertEquals(-10 + scale, floats("log-variance")[0], 1e-5);
    assertEquals(1 + scale, floats("log-variance")[1], 1e-5);
    assertEquals(level(0) + 0.223 * Math.exp((scale - 10) / 2), w[1], 1e-5);
    assertEquals(-level(1) - 0.223 * Math.exp((scale + 1) / 2), w[2], 1e-5);
  }

  @Test
  void uncertainWeightsBecomeZeroAndOthersTheNearestLevel() {
    Method vnq = vnq(OPTIONS);
    Random random = new Random(12);
    float[] logVariances = floats("log-variance");
    for (int i = 0; i < logVariances.length; i++) {
      logVariances[i] = (float) (random.nextGaussian() * 2) - 2;
    }
    float[] levels = MethodChecks.quantized(vnq, LAYERS, w);
    int zeros = 0;
    for (int i = 0; i < logVariances.length; i++) {
      double theta = w[first.offset() + i];
      double expected = 0;
      if (logVariances[i] - 2 * Math.log(Math.abs(theta)) < 2) {
        for (double level : new double[] {level(0), -level(1)}) {
          expected = Math.abs(theta - level) < Math.abs(theta - expected) ? level : expected;
        }
      }
      zeros += expected == 0 ? 1 : 0;
      assertEquals(expected, levels[first.offset() + i], 1e-6, "weight " + theta);
    }
    assertTrue(zeros > 3 && zeros < logVariances.length - 3);
  }

  /** With a stiffness that plain gradient descent would make oscillate without bound. */
  @Test
  void aHugeDivergenceDoesNotOvershoot() {
    Method vnq = vnq(Map.of("kl", "1e6", "warm-up", "0", "level-rate", "0"));
    float[] before = w.clone();
    float[] gradient = new float[w.length];
    vnq.backward(w, gradient, Setups.step(0.01));
    for (int i = first.offset(); i < first.end(); i++) {
      double moved = Math.abs(0.01 * gradient[i]);
      double reach = Math.abs(before[i]) + level(0) + level(1);
      assertTrue(moved <= 3 * reach, "weight %s moves by %s".formatted(before[i], moved));
    }
  }

  @Test
  void theDivergenceWarmsUp() {
    Method vnq = vnq(Map.of("kl", "400", "warm-up", "0.5"));
    float[] gradient = new float[w.length];
    vnq.backward(w, gradient, new Step(0, 0, 1e-9, 7));
    assertArrayEquals(new float[w.length], gradient);
    float[] half = new float[w.length];
    vnq.backward(w, half, new Step(0, 25, 1e-9, 7));
    float[] whole = new float[w.length];
    Arrays.fill(floats("log-level"), 0);
    vnq.backward(w, whole, new Step(0, 50, 1e-9, 7));
    for (int i = first.offset(); i < first.end(); i++) {
      assertEquals(0.5 * whole[i], half[i], 0.02 * Math.abs(whole[i]) + 0.02);
    }
  }

  @Test
  void resumesExactly() {
    MethodChecks.assertResumes(PROVIDER, OPTIONS);
  }

  @Test
  void holdsExtremes() {
    MethodChecks.assertHoldsExtremes(PROVIDER, OPTIONS);
    ExtremeWeights.assertHeld(PROVIDER, Map.of("kl", "1e6"));
  }
}
