package org.dyadic.train.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BayesianTest {
  private static final Bayesian.Provider PROVIDER = new Bayesian.Provider();
  private static final double KL_PER_EXAMPLE = 0.4;

  /** Six outputs of four inputs, one block. */
  private static final int COLUMNS = 4;

  private static final List<WeightLayer> LAYERS =
      List.of(Setups.layer("fc1", 1, List.of(6, COLUMNS), 8, 1));

  private final MethodState state = new MethodState();
  private final float[] w = MethodChecks.normal(LAYERS, 0.3, new Random(2));
  private final WeightLayer layer = LAYERS.getFirst();

  private Method bayesian(String prior, String... more) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("prior", prior);
    options.put("kl", "400");
    options.put("warm-up", "0");
    for (int i = 0; i < more.length; i += 2) {
      options.put(more[i], more[i + 1]);
    }
    Method method = PROVIDER.create(Setups.setup(PROVIDER, LAYERS, options, 1, 100, state));
    method.start(w);
    return method;
  }

  private float[] floats(String name) {
    return state.allFloats().get("fc1.weight/" + name);
  }

  /** Names of the parameters that the method trains itself. */
  private List<String> names() {
    return state.allFloats().keySet().stream()
        .filter(name -> !name.contains("moment"))
        .map(name -> name.substring("fc1.weight/".length()))
        .toList();
  }

  private void disturb(double deviation) {
    Random random = new Random(9);
    for (String name : names()) {
      float[] values = floats(name);
      for (int i = 0; i < values.length; i++) {
        double start = name.endsWith("variance") ? -3 : values[i];
        values[i] = (float) (start + deviation * random.nextGaussian());
      }
    }
  }

  /** The approximation of Molchanov et al., in their form. */
  private double jeffreys() {
    double kl = 0;
    for (int k = 0; k < COLUMNS; k++) {
      double m = floats("mean")[k];
      double logAlpha = floats("log-variance")[k] - Math.log(m * m + 1e-8);
      double sigmoid = 1 / (1 + Math.exp(-1.87320 - 1.48695 * logAlpha));
      kl -= 0.63576 * sigmoid - 0.5 * Math.log(1 + Math.exp(-logAlpha)) - 0.63576;
    }
    return kl;
  }

  /** KL(LN(mu, v), Gamma(1/2, 1)) or, of the inverse, with -mu: entropy against cross entropy. */
  private static double logNormal(double mu, double logVariance, boolean inverse) {
    double v = Math.exp(logVariance);
    double entropy = mu + 0.5 * Math.log(2 * Math.PI * Math.E * v);
    double logGamma = 0.5 * Math.log(Math.PI);
    double meanLog =
        inverse
            ? -1.5 * mu - Math.exp(-mu + v / 2) - logGamma
            : -0.5 * mu - Math.exp(mu + v / 2) - logGamma;
    return -entropy - meanLog;
  }

  private double halfCauchy() {
    double kl = 0;
    for (int k = 0; k <= COLUMNS; k++) {
      kl += logNormal(floats("gamma/mean")[k], floats("gamma/log-variance")[k], false);
      kl +=
          logNormal(floats("inverse-gamma/mean")[k], floats("inverse-gamma/log-variance")[k], true);
    }
    return kl;
  }

  /** sum (seen - 0.1)^2 / 2 for one draw of the noise, and the divergence. */
  private double loss(Method method, Step step, boolean jeffreys) {
    float[] seen = MethodChecks.seen(method, w, step);
    double task = 0;
    double kl = jeffreys ? jeffreys() : halfCauchy();
    for (int i = layer.offset(); i < layer.end(); i++) {
      double logVariance = floats("weight/log-variance")[i - layer.offset()];
      task += (seen[i] - 0.1) * (seen[i] - 0.1) / 2;
      kl += (Math.exp(logVariance) + w[i] * w[i] - logVariance - 1) / 2;
    }
    return task + KL_PER_EXAMPLE * kl;
  }

  @ParameterizedTest
  @ValueSource(strings = {"jeffreys", "half-cauchy"})
  void gradientsAreThoseOfTheLoss(String prior) {
    boolean jeffreys = prior.equals("jeffreys");
    Method method = bayesian(prior);
    disturb(0.5);
    Map<String, float[]> before = new LinkedHashMap<>();
    names().forEach(name -> before.put(name, floats(name).clone()));
    Step step = Setups.step(0.01);
    float[] gradient = MethodChecks.seen(method, w, step);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] -= 0.1f;
    }
    method.backward(w, gradient, step);
    before.forEach((name, values) -> System.arraycopy(values, 0, floats(name), 0, values.length));
    Differences.assertGradient(
        () -> loss(method, step, jeffreys), w, gradient, layer.offset(), layer.end(), 1e-3, 2e-3);
    assertEquals(jeffreys ? 3 : 5, before.size());
    for (String name : before.keySet()) {
      float[] moment = floats(name + "/moment1");
      Differences.assertFirstStep(
          () -> loss(method, step, jeffreys), floats(name), moment, 1e-3, 2e-3);
    }
  }

  /** E z^power over the posterior of a column's scale. */
  private double scaleMoment(boolean jeffreys, int k, int power) {
    if (jeffreys) {
      double m = floats("mean")[k];
      return power == 1 ? m : m * m + Math.exp(floats("log-variance")[k]);
    }
    double mu = 0;
    double v = 0;
    for (String factor : List.of("gamma", "inverse-gamma")) {
      for (int at : new int[] {k, COLUMNS}) {
        mu += floats(factor + "/mean")[at] / 2;
        v += Math.exp(floats(factor + "/log-variance")[at]) / 4;
      }
    }
    return Math.exp(power * mu + power * power * v / 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jeffreys", "half-cauchy"})
  void theNetworkSeesDrawsFromThePosterior(String prior) {
    boolean jeffreys = prior.equals("jeffreys");
    Method method = bayesian(prior);
    disturb(0.2);
    int draws = 20_000;
    double[] sums = new double[layer.size()];
    double[] squares = new double[layer.size()];
    for (int n = 0; n < draws; n++) {
      float[] seen = MethodChecks.seen(method, w, new Step(0, n, 0.01, 1));
      for (int i = 0; i < sums.length; i++) {
        double x = seen[layer.offset() + i];
        sums[i] += x / draws;
        squares[i] += x * x / draws;
      }
    }
    for (int i = 0; i < sums.length; i++) {
      double mu = w[layer.offset() + i];
      double first = scaleMoment(jeffreys, i % COLUMNS, 1) * mu;
      double square = mu * mu + Math.exp(floats("weight/log-variance")[i]);
      double second = scaleMoment(jeffreys, i % COLUMNS, 2) * square;
      assertEquals(first, sums[i], 5 * Math.sqrt((second - first * first) / draws));
      assertEquals(second, squares[i], 0.1 * second, "weight " + i);
    }
  }

  @Test
  void weightsOfAColumnShareTheirScale() {
    Method method = bayesian("jeffreys");
    Arrays.fill(floats("weight/log-variance"), -200);
    Arrays.fill(floats("log-variance"), 0);
    float[] seen = MethodChecks.seen(method, w, Setups.step(0.01));
    for (int i = COLUMNS; i < layer.size(); i++) {
      double above = seen[1 + i - COLUMNS] / w[1 + i - COLUMNS];
      assertEquals(above, seen[1 + i] / w[1 + i], 1e-5 * Math.abs(above));
    }
  }

  @Test
  void groupsArePrunedAboveTheThreshold() {
    Method method = bayesian("jeffreys", "threshold", "-2.8");
    float[] logVariances = floats("log-variance");
    Arrays.fill(floats("mean"), 2);
    double border = -2.8 + Math.log(4);
    logVariances[1] = (float) border - 0.01f;
    logVariances[2] = (float) border + 0.01f;
    float[] end = MethodChecks.quantized(method, LAYERS, w);
    for (int row = 0; row < 6; row++) {
      int at = layer.offset() + row * COLUMNS;
      assertTrue(end[at + 1] != 0 || Math.abs(w[at + 1]) < 0.05, "kept");
      assertEquals(0, end[at + 2], "pruned");
    }
    assertEquals(0.25, method.report(0).get("pruned_groups"));
    Method cauchy = bayesian("half-cauchy", "threshold", "1.5");
    floats("gamma/mean")[3] = -3.5f;
    assertEquals(0.25, cauchy.report(0).get("pruned_groups"));
    floats("gamma/mean")[3] = -2.5f;
    assertEquals(0, cauchy.report(0).get("pruned_groups"));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-18, -12, -8, -6, -4.1, -2})
  void theGridIsAsCoarseAsThePosteriorAllows(double logVariance) {
    Method method = bayesian("jeffreys");
    Arrays.fill(floats("log-variance"), -60);
    Arrays.fill(floats("mean"), 1.5f);
    Arrays.fill(floats("weight/log-variance"), (float) logVariance);
    var coded = (QuantizedLayer.Coded) method.quantize(layer, w);
    double step = coded.positive()[0];
    double variance = 2.25 * Math.exp(logVariance);
    double most = 0;
    for (int i = layer.offset(); i < layer.end(); i++) {
      most = Math.max(most, 1.5 * Math.abs(w[i]));
    }
    assertTrue(coded.fixedPoint());
    if (logVariance > -9) {
      assertTrue(step * step / 12 <= variance && 4 * step * step / 12 > variance);
      assertTrue(coded.bits() <= 2 || Math.rint(most / step) > (1 << (coded.bits() - 2)) - 1);
    } else {
      assertEquals(8, coded.bits(), "as many bits as are allowed");
      assertTrue(step * 127 > most / 2);
    }
    float[] end = MethodChecks.quantized(method, LAYERS, w);
    for (int i = layer.offset(); i < layer.end(); i++) {
      assertEquals(Math.rint(end[i] / step) * step, end[i]);
      assertEquals(1.5 * w[i], end[i], step / 2 + 1e-6);
    }
  }

  @Test
  void theDivergenceWarmsUp() {
    Method method = bayesian("jeffreys", "warm-up", "0.5");
    float[] gradient = new float[w.length];
    method.backward(w, gradient, new Step(0, 0, 0.01, 7));
    assertArrayEquals(new float[w.length], gradient);
    method.backward(w, gradient, new Step(0, 25, 0.01, 7));
    assertEquals(0.5 * KL_PER_EXAMPLE * w[1], gradient[1], 1e-6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jeffreys", "half-cauchy"})
  void resumesExactlyAndHoldsExtremes(String prior) {
    MethodChecks.assertResumes(PROVIDER, Map.of("prior", prior, "kl", "400"));
    ExtremeWeights.assertHeld(PROVIDER, Map.of("prior", prior, "kl", "400"));
  }
}
