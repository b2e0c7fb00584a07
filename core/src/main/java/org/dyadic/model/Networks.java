package org.dyadic.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Networks by name. Every convolution and hidden linear layer is followed by batch norm and ReLU
 * and has no bias, in those of the ImageNet too; nowhere is dropout. {@code densenet<L>} has 16
 * first channels and three dense blocks of (L - 4) / 3 layers of 12 channels, without bottleneck
 * and compression.
 *
 * <p>{@code NAME@FACTOR} is a network with all widths but the last layer's times a factor, such as
 * {@code vgg7@0.25}: see {@link #create}.
 */
public final class Networks {
  private static final Map<String, Named> NETWORKS = new LinkedHashMap<>();
  private static final Shape GREY = new Shape(1, 28, 28);
  private static final Shape KEYWORDS = new Shape(1, 49, 10);
  private static final Shape SMALL = new Shape(3, 32, 32);
  private static final Shape LARGE = new Shape(3, 224, 224);

  /** Below this size the networks that were made for 224 x 224 have nothing left to see. */
  private static final int LEAST_LARGE = 64;

  private static final Pattern DENSENET = Pattern.compile("densenet([1-9][0-9]{0,2})");
  private static final int GROWTH = 12;

  static {
    put("mlp", GREY, "2x(512FC)");
    put("lenet5", GREY, "32C5-MP2-64C5-MP2-512FC");
    put("dscnn", KEYWORDS, SeparableNetworks::dscnn);
    put("lstm", GREY, "LSTM128");
    put("gru", GREY, "GRU128");
    put("resnet20", SMALL, resnet(3));
    put("resnet32", SMALL, resnet(5));
    put("resnet56", SMALL, resnet(9));
    put("densenet76", SMALL, densenet(76));
    put("mobilenet", SMALL, SeparableNetworks::mobilenet);
    put("vgg11", SMALL, "64C3-MP2-128C3-MP2-2x(256C3)-MP2-2x(512C3)-MP2-2x(512C3)-MP2");
    put("vgg7", SMALL, "2x(128C3)-MP2-2x(256C3)-MP2-2x(512C3)-MP2-1024FC");
    put("resnet18", LARGE, resnet18());
    put("alexnet", LARGE, "64C11s4p2-MP3s2-192C5p-MP3s2-384C3-2x(256C3)-MP3s2-2x(4096FC)");
    put(
        "vgg16",
        LARGE,
        "2x(64C3)-MP2-2x(128C3)-MP2-3x(256C3)-MP2-3x(512C3)-MP2-3x(512C3)-MP2-2x(4096FC)");
  }

  /** The notation without the last layer for an input, and the input it was made for. */
  private record Named(Shape input, Function<Shape, String> body) {}

  private Networks() {}

  private static void put(String name, Shape input, String body) {
    put(name, input, shape -> body);
  }

  /** A network that adapts to its input. */
  private static void put(String name, Shape input, Function<Shape, String> body) {
    NETWORKS.put(name, new Named(input, body));
  }

  /** The CIFAR residual network of 6 * blocks + 2 layers. */
  private static String resnet(int blocks) {
    return "16C3-%dxR(16C3-16C3)-R(32C3s2-32C3)-%dxR(32C3-32C3)-R(64C3s2-64C3)-%dxR(64C3-64C3)-GAP"
        .formatted(blocks, blocks - 1, blocks - 1);
  }

  /** The ImageNet residual network of 18 layers, with projections where the shape changes. */
  private static String resnet18() {
    StringBuilder body = new StringBuilder("64C7s2p-MP3s2p1-2xR(64C3-64C3)");
    for (int width : new int[] {128, 256, 512}) {
      body.append("-R(%1$dC3s2-%1$dC3|%1$dC1s2)-R(%1$dC3-%1$dC3)".formatted(width));
    }
    return body.append("-GAP").toString();
  }

  /** The dense network of a number of layers, 3 * n + 4. */
  private static String densenet(int layers) {
    int count = (layers - 4) / 3;
    int channels = 16;
    StringBuilder body = new StringBuilder("16C3n");
    for (int block = 1; block <= 3; block++) {
      body.append("-%dx(D(BR-%dC3n))-BR".formatted(count, GROWTH));
      channels += count * GROWTH;
      body.append(block < 3 ? "-%dC1n-AP2".formatted(channels) : "-GAP");
    }
    return body.toString();
  }

  /** The names, in order of size. */
  public static Iterable<String> names() {
    return NETWORKS.keySet();
  }

  /**
   * The shape of the images that a named network was made for; a width factor changes nothing.
   *
   * @return empty for a notation
   */
  public static Optional<Shape> usualInput(String model) {
    return named(model.split("@", 2)[0]).map(Named::input);
  }

  private static Optional<Named> named(String name) {
    Matcher dense = DENSENET.matcher(name);
    if (!NETWORKS.containsKey(name) && dense.matches()) {
      int layers = Integer.parseInt(dense.group(1));
      if (layers < 7 || layers % 3 != 1) {
        throw new IllegalArgumentException(
            "model %s: the number of layers (=%d) must be 3 * n + 4, n at least 1"
                .formatted(name, layers));
      }
      return Optional.of(new Named(SMALL, shape -> densenet(layers)));
    }
    return Optional.ofNullable(NETWORKS.get(name));
  }

  /**
   * The network of a name or of a notation such as {@code 32C5-MP2-64C5-MP2-512FC-10}.
   *
   * <p>A factor after a name multiplies every number of filters and of hidden units: rounded to the
   * nearest whole number, half up, at least 1; where a convolution has groups, to a multiple of
   * them; a depthwise convolution stays depthwise. The last layer keeps its classes.
   *
   * @param model a name of {@link #names()}, {@code densenet<L>}, one of them with {@code @FACTOR},
   *     or a notation
   * @param input the data set's image shape
   * @param classes the data set's number of classes, which the last layer must have
   * @throws IllegalArgumentException if it is none of these, or does not fit the data set
   */
  public static Network create(String model, Shape input, int classes) {
    int at = model.indexOf('@');
    String name = at < 0 ? model : model.substring(0, at);
    Optional<Named> named = named(name);
    if (at >= 0 && named.isEmpty()) {
      throw new IllegalArgumentException(
          "model %s: a factor can follow one of the names %s and densenet<L>"
              .formatted(model, String.join(", ", names())));
    }
    if (named.isEmpty()) {
      return withClasses(model, Notation.parse(model, input), classes);
    }
    Network network = build(model, named.get(), input, classes);
    return at < 0 ? network : Widths.scale(network, Widths.factor(model, at + 1));
  }

  private static Network withClasses(String model, Network network, int classes) {
    if (!network.output().equals(Shape.vector(classes))) {
      throw new IllegalArgumentException(
          "model %s: its output has %s values, the data set has %d classes"
              .formatted(model, network.output(), classes));
    }
    return network;
  }

  private static Network build(String model, Named named, Shape input, int classes) {
    if (named.input().equals(LARGE) && Math.min(input.height(), input.width()) < LEAST_LARGE) {
      throw wrongSize(
          model, named, input, "rows and columns must be at least %d".formatted(LEAST_LARGE));
    }
    try {
      return Notation.parse(named.body().apply(input) + "-" + classes, input);
    } catch (IllegalArgumentException e) {
      throw wrongSize(model, named, input, e.getMessage());
    }
  }

  private static IllegalArgumentException wrongSize(
      String model, Named named, Shape input, String reason) {
    Shape usual = named.input();
    return new IllegalArgumentException(
        "model %s: made for images of %s, the data set has %s (%s); --image-size %dx%d sets the size"
                .formatted(model, usual, input, reason, usual.height(), usual.width())
            + " of the images of folder:DIR");
  }
}
