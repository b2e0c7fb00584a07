package org.dyadic.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.dyadic.data.PixelTable;
import org.dyadic.data.Preprocessing;
import org.dyadic.inference.IntegerExecutor;
import org.dyadic.inference.Session;
import org.dyadic.model.Layer;
import org.dyadic.model.Network;
import org.dyadic.model.Parameter;
import org.dyadic.model.Recurrent;
import org.dyadic.model.Shape;
import org.dyadic.model.State;
import org.dyadic.quant.Activation;
import org.dyadic.quant.ActivationSteps;
import org.dyadic.quant.Codes;
import org.dyadic.quant.Fold;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.Quantizer;

/**
 * A network with random ternary weights and batch norms as training would leave them: each has the
 * mean and variance that its input would have if activations were independent normal variables
 * (mean-field theory: arXiv 1902.08129), so that activations fill their range in every layer.
 */
final class RandomTernary {
  private static final int BITS = 2;
  private static final int WEIGHT_EXPONENT = 4;
  private static final int CELL_EXPONENT = 12;
  private static final double MIDDLE = 0.5;
  private static final double DEVIATION = 0.25;

  /** How many times the root mean square an activation may be before it is clipped, at least. */
  private static final double HEADROOM = 4;

  private static final int IMAGES = 8;

  private final Network network;
  private final double zeros;
  private final long seed;
  private final int activationBits;
  private final SplittableRandom random;
  private final Map<String, float[]> values = new HashMap<>();
  private final Map<String, Codes> codes = new HashMap<>();
  private final Map<String, Double> magnitudes = new HashMap<>();

  RandomTernary(Network network, double zeros, long seed, int activationBits) {
    this.network = network;
    this.activationBits = activationBits;
    this.zeros = zeros;
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  QuantizedNetwork build(List<String> classNames) {
    for (Parameter parameter : network.parameters()) {
      values.put(parameter.name(), new float[parameter.size()]);
    }
    Shape input = network.input();
    double uniform = 1 / Math.sqrt(12) / DEVIATION;
    walk(network.nodes(), Moments.of(input.channels(), 0, uniform * uniform));
    QuantizedNetwork first = quantize(classNames);
    return center(first) ? quantize(classNames) : first;
  }

  private QuantizedNetwork quantize(List<String> classNames) {
    Map<String, Integer> exponents = new HashMap<>();
    Quantizer.activations(network).forEach((name, a) -> exponents.put(name, exponent(name, a)));
    ActivationSteps steps = new ActivationSteps(activationBits, exponents);
    return new Quantizer(new State(network, values), codes, steps, Fold.EXACT)
        .quantize(preprocessing(), classNames, "{}");
  }

  private int exponent(String name, Activation activation) {
    if (!magnitudes.containsKey(name)) {
      return CELL_EXPONENT;
    }
    double top = activation.grid(0).max();
    return Math.getExponent(top / (HEADROOM * Math.max(magnitudes.get(name), 1e-3)));
  }

  private Preprocessing preprocessing() {
    Shape shape = network.input();
    double[] mean = Moments.of(shape.channels(), MIDDLE, 0).mean();
    double[] deviation = Moments.of(shape.channels(), DEVIATION, 0).mean();
    return new Preprocessing(
        shape,
        Preprocessing.Fit.STRETCH,
        Preprocessing.ColorOrder.RGB,
        PixelTable.normalizing(mean, deviation));
  }

  /** Takes the mean logits of some images off the last layer's biases, if it has some. */
  private boolean center(QuantizedNetwork first) {
    float[] bias = values.get(network.nodes().getLast().name() + ".bias");
    if (bias == null) {
      return false;
    }
    Shape shape = network.input();
    byte[] images = RandomImages.of(shape, IMAGES, seed);
    Session session =
        IntegerExecutor.of(first, IntegerExecutor.available().getFirst()).newSession();
    int[] logits = new int[bias.length];
    for (int image = 0; image < IMAGES; image++) {
      session.logits(images, image * shape.size(), logits);
      for (int c = 0; c < logits.length; c++) {
        bias[c] -= (float) (logits[c] * first.logitGrid().step() / IMAGES);
      }
    }
    return true;
  }

  private Moments walk(List<Network.Node> nodes, Moments input) {
    Moments moments = input;
    for (Network.Node node : nodes) {
      moments = after(node, moments);
      magnitudes.put(node.name(), moments.magnitude());
    }
    return moments;
  }

  private Moments after(Network.Node node, Moments in) {
    return switch (node.layer()) {
      case Layer.Convolution c -> product(draw(node.name() + ".weight"), node, in, c.groups());
      case Layer.Linear l -> product(draw(node.name() + ".weight"), node, in, 1);
      case Layer.BatchNorm b -> batchNorm(node.name(), in);
      case Layer.Relu r -> in.rectified();
      case Layer.MaxPool p -> in.largestOf(p.size().area());
      case Layer.AveragePool p -> in.meanOf(p.size().area());
      case Layer.GlobalAveragePool p -> in.meanOf(node.in().area());
      case Layer.Flatten f -> in.repeated(node.in().area());
      case Layer.Subsample s -> in.padded(s.channelsBefore(node.in()), s.channels());
      case Layer.Residual r -> walk(node.body(), in).plus(walk(node.shortcut(), in));
      case Layer.Dense d -> in.then(walk(node.body(), in));
      case Recurrent r -> {
        draw(node.name() + "." + Recurrent.INPUT_WEIGHTS);
        draw(node.name() + "." + Recurrent.HIDDEN_WEIGHTS);
        yield Moments.of(r.units(), 0, 0.1);
      }
    };
  }

  private byte[] draw(String name) {
    byte[] trits = new byte[values.get(name).length];
    for (int i = 0; i < trits.length; i++) {
      trits[i] = (byte) (random.nextDouble() < zeros ? 0 : random.nextBoolean() ? 1 : -1);
    }
    codes.put(name, new Codes(BITS, WEIGHT_EXPONENT, trits));
    return trits;
  }

  private static Moments product(byte[] trits, Network.Node node, Moments in, int groups) {
    int outputs = node.out().channels();
    int fanIn = trits.length / outputs;
    int inputs = in.channels() / groups;
    double step = Math.scalb(1.0, -WEIGHT_EXPONENT);
    Moments out = Moments.of(outputs, 0, 0);
    for (int o = 0; o < outputs; o++) {
      int first = o / (outputs / groups) * inputs;
      for (int i = 0; i < fanIn; i++) {
        int weight = trits[o * fanIn + i];
        int channel = first + i / (fanIn / inputs);
        out.mean()[o] += step * weight * in.mean()[channel];
        out.variance()[o] += step * step * weight * weight * in.variance()[channel];
      }
    }
    return out;
  }

  /** Scales of 0.5 to 1.5, now and then negative, and small offsets. */
  private Moments batchNorm(String name, Moments in) {
    Moments out = Moments.of(in.channels(), 0, 0);
    for (int c = 0; c < in.channels(); c++) {
      double sign = random.nextInt(16) == 0 ? -1 : 1;
      double gamma = sign * random.nextDouble(0.5, 1.5);
      double beta = random.nextDouble(-0.5, 0.5);
      values.get(name + ".weight")[c] = (float) gamma;
      values.get(name + ".bias")[c] = (float) beta;
      values.get(name + ".running_mean")[c] = (float) in.mean()[c];
      values.get(name + ".running_var")[c] = (float) in.variance()[c];
      out.mean()[c] = beta;
      out.variance()[c] = gamma * gamma;
    }
    return out;
  }
}
