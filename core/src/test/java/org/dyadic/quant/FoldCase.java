package org.dyadic.quant;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.dyadic.data.PixelTable;
import org.dyadic.data.Preprocessing;
import org.dyadic.model.Network;
import org.dyadic.model.Parameter;
import org.dyadic.model.Shape;
import org.dyadic.model.State;
import org.dyadic.quant.FloatReference.Tensor;

/** Everything that is folded, made of a seed. */
record FoldCase(
    Network network, State state, Map<String, Codes> codes, Preprocessing preprocessing) {

  static FoldCase of(Network network, long seed) {
    Random random = new Random(seed);
    Map<String, float[]> values = new LinkedHashMap<>();
    Map<String, Codes> codes = new HashMap<>();
    for (Parameter parameter : network.parameters()) {
      float[] array = new float[parameter.size()];
      for (int i = 0; i < array.length; i++) {
        array[i] = value(parameter.role(), random);
      }
      values.put(parameter.name(), array);
      if (parameter.role() == Parameter.Role.WEIGHT) {
        codes.put(parameter.name(), codes(parameter, random));
      }
    }
    State state = new State(network, values);
    return new FoldCase(network, state, codes, preprocessing(network.input()));
  }

  /** The same with weights of other forms, each layer its own. */
  FoldCase scaled(long seed) {
    Random random = new Random(seed);
    Map<String, Codes> scaled = new HashMap<>();
    for (Parameter parameter : network.parameters()) {
      Codes plain = codes.get(parameter.name());
      if (plain != null) {
        int form = random.nextInt(RandomScales.FORMS);
        int channels = parameter.dims().getFirst();
        scaled.put(parameter.name(), RandomScales.of(plain, channels, form, random));
      }
    }
    return new FoldCase(network, state, scaled, preprocessing);
  }

  /** Negative and zero gammas, tiny and large variances, and means beyond the outputs. */
  private static float value(Parameter.Role role, Random random) {
    return switch (role) {
      case WEIGHT -> Float.NaN; // never read
      case BIAS, BETA -> (float) (random.nextGaussian() * (random.nextInt(9) == 0 ? 100 : 1));
      case GAMMA -> random.nextInt(6) == 0 ? 0 : (float) random.nextGaussian();
      case RUNNING_MEAN -> (float) (random.nextGaussian() * (random.nextInt(9) == 0 ? 1e4 : 1));
      case RUNNING_VAR -> random.nextInt(8) == 0 ? 1e-12f : (float) Math.exp(random.nextGaussian());
    };
  }

  /** Random bits; now and then an output channel without any code. */
  private static Codes codes(Parameter parameter, Random random) {
    int bits = 2 + random.nextInt(2);
    int top = FixedPoint.top(bits);
    byte[] codes = new byte[parameter.size()];
    int fanIn = parameter.size() / parameter.dims().getFirst();
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) (random.nextInt(2 * top + 1) - top);
    }
    if (random.nextInt(3) == 0) {
      int dead = random.nextInt(parameter.dims().getFirst());
      Arrays.fill(codes, dead * fanIn, (dead + 1) * fanIn, (byte) 0);
    }
    return new Codes(bits, random.nextInt(7) - 1, codes);
  }

  private static Preprocessing preprocessing(Shape shape) {
    double[] mean = new double[shape.channels()];
    double[] deviation = new double[shape.channels()];
    Arrays.setAll(mean, c -> 0.4 + 0.05 * c);
    Arrays.setAll(deviation, c -> 0.3 - 0.03 * c);
    PixelTable table = PixelTable.normalizing(mean, deviation);
    return new Preprocessing(shape, Preprocessing.Fit.CROP, Preprocessing.ColorOrder.RGB, table);
  }

  FloatReference reference() {
    return new FloatReference(state, codes);
  }

  /** Steps with which each layer's outputs on one image fill the grid. */
  Map<String, Integer> exponents(byte[] image) {
    Map<String, Integer> exponents = new HashMap<>();
    Map<String, Activation> wanted = Quantizer.activations(network);
    measure(network.nodes(), input(image), wanted, exponents);
    return exponents;
  }

  private Tensor measure(
      List<Network.Node> nodes,
      Tensor in,
      Map<String, Activation> wanted,
      Map<String, Integer> to) {
    Tensor x = in;
    for (Network.Node node : nodes) {
      measure(node.body(), x, wanted, to);
      measure(node.shortcut(), x, wanted, to);
      x = reference().run(node, x);
      if (wanted.containsKey(node.name())) {
        double largest = Arrays.stream(x.values()).map(Math::abs).max().orElse(0);
        long range = wanted.get(node.name()).grid(0).max();
        to.put(
            node.name(), largest == 0 ? 0 : Math.clamp(Math.getExponent(range / largest), -12, 20));
      }
    }
    return x;
  }

  Tensor input(byte[] image) {
    Shape shape = network.input();
    double[] values = new double[shape.size()];
    for (int i = 0; i < values.length; i++) {
      int code = preprocessing.table().code(i / shape.area(), image[i] & 0xFF);
      values[i] = code * Math.pow(2, -preprocessing.table().exponent());
    }
    return new Tensor(shape, values);
  }

  byte[] image(long seed) {
    byte[] image = new byte[network.input().size()];
    new Random(seed).nextBytes(image);
    return image;
  }

  QuantizedNetwork quantize(Map<String, Integer> exponents) {
    return quantize(exponents, Fold.EXACT);
  }

  QuantizedNetwork quantize(Map<String, Integer> exponents, Fold fold) {
    return quantize(new ActivationSteps(8, exponents), fold);
  }

  QuantizedNetwork quantize(ActivationSteps steps, Fold fold) {
    List<String> classes =
        IntStream.range(0, network.output().size()).mapToObj(Integer::toString).toList();
    return new Quantizer(state, codes, steps, fold).quantize(preprocessing, classes, "{}");
  }
}
