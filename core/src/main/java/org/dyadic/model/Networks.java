package org.dyadic.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Networks by name. */
public final class Networks {
  private static final Map<String, String> BODIES = new LinkedHashMap<>();

  /** Bodies that depend on the input. */
  private static final Map<String, Function<Shape, String>> ADAPTING = new LinkedHashMap<>();

  static {
    ADAPTING.put("dscnn", SeparableNetworks::dscnn);
    ADAPTING.put("mobilenet", SeparableNetworks::mobilenet);
    BODIES.put("lenet5", "32C5-MP2-64C5-MP2-512FC");
    BODIES.put("mlp", "2x(512FC)");
    BODIES.put("vgg7", "2x(128C3)-MP2-2x(256C3)-MP2-2x(512C3)-MP2-1024FC");
    BODIES.put("vgg11", "64C3-MP2-128C3-MP2-2x(256C3)-MP2-2x(512C3)-MP2-2x(512C3)-MP2");
    BODIES.put("resnet20", resnet(3));
    BODIES.put("resnet32", resnet(5));
    BODIES.put("resnet56", resnet(9));
    BODIES.put("lstm", "LSTM128");
    BODIES.put("gru", "GRU128");
  }

  private Networks() {}

  /** The CIFAR residual network of 6 * blocks + 2 layers. */
  private static String resnet(int blocks) {
    return "16C3-%dxR(16C3-16C3)-R(32C3s2-32C3)-%dxR(32C3-32C3)-R(64C3s2-64C3)-%dxR(64C3-64C3)-GAP"
        .formatted(blocks, blocks - 1, blocks - 1);
  }

  /** The names: feed-forward networks, recurrent ones, then those of depthwise-separable blocks. */
  public static Iterable<String> names() {
    return Stream.concat(BODIES.keySet().stream(), ADAPTING.keySet().stream()).toList();
  }

  private static String body(String name, Shape input) {
    return ADAPTING.containsKey(name) ? ADAPTING.get(name).apply(input) : BODIES.get(name);
  }

  /**
   * The network of a name or of a notation such as {@code 32C5-MP2-64C5-MP2-512FC-10}.
   *
   * @param model a name of {@link #names()} or a notation
   * @param input the data set's image shape
   * @param classes the data set's number of classes, which the last layer must have
   * @throws IllegalArgumentException if it is neither, or does not fit the data set
   */
  public static Network create(String model, Shape input, int classes) {
    String body = body(model, input);
    Network network = Notation.parse(body == null ? model : body + "-" + classes, input);
    if (!network.output().equals(Shape.vector(classes))) {
      throw new IllegalArgumentException(
          "model %s: its output has %s values, the data set has %d classes"
              .formatted(model, network.output(), classes));
    }
    return network;
  }
}
