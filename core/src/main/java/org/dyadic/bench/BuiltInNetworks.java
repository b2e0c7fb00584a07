package org.dyadic.bench;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.dyadic.model.Network;
import org.dyadic.model.Networks;
import org.dyadic.model.Shape;
import org.dyadic.quant.ActivationSteps;
import org.dyadic.quant.QuantizedNetwork;

/**
 * Networks by name, with random ternary weights: every name of {@link Networks}, with width factors
 * too, and {@code fc<INPUTS>x<OUTPUTS>}, a single fully connected layer.
 */
public final class BuiltInNetworks {
  private static final Pattern CONNECTED = Pattern.compile("fc([1-9][0-9]{0,5})x([1-9][0-9]{0,5})");
  private static final int LARGE = 64;
  private static final int CLASSES = 10;
  private static final int CLASSES_OF_LARGE = 1000;

  private BuiltInNetworks() {}

  /** Whether a word names a network rather than a file. */
  public static boolean isName(String word) {
    return CONNECTED.matcher(word).matches() || Networks.usualInput(word).isPresent();
  }

  /**
   * A network with activations of 8 bits.
   *
   * @param name as above
   * @param zeros the expected share of zero weights, in 0 .. 1 without 1
   * @param seed decides everything random
   * @throws IllegalArgumentException if there is none of that name, or zeros is no such share
   */
  public static QuantizedNetwork create(String name, double zeros, long seed) {
    return create(name, zeros, seed, ActivationSteps.BITS);
  }

  /**
   * A network.
   *
   * @param name as above
   * @param zeros the expected share of zero weights, in 0 .. 1 without 1
   * @param seed decides everything random, the same weights for any number of bits
   * @param activationBits of each activation, 2 to 8
   * @throws IllegalArgumentException if there is none of that name, or a number is out of range
   */
  public static QuantizedNetwork create(String name, double zeros, long seed, int activationBits) {
    if (!(zeros >= 0 && zeros < 1)) {
      throw new IllegalArgumentException(
          "zeros (=%s) must be at least 0 and less than 1".formatted(zeros));
    }
    Network network = structure(name);
    int classes = network.output().size();
    List<String> names = IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
    return new RandomTernary(network, zeros, seed, activationBits).build(names);
  }

  private static Network structure(String name) {
    Matcher connected = CONNECTED.matcher(name);
    if (connected.matches()) {
      int outputs = Integer.parseInt(connected.group(2));
      Shape input = plane(Integer.parseInt(connected.group(1)));
      return Networks.create(Integer.toString(outputs), input, outputs);
    }
    Optional<Shape> input = Networks.usualInput(name);
    if (input.isEmpty()) {
      throw new IllegalArgumentException(
          "%s is no network; these are: %s, densenet<L>, fc<INPUTS>x<OUTPUTS>"
              .formatted(name, String.join(", ", Networks.names())));
    }
    boolean large = input.get().height() >= LARGE;
    return Networks.create(name, input.get(), large ? CLASSES_OF_LARGE : CLASSES);
  }

  /** One channel of about as many rows as columns. */
  private static Shape plane(int size) {
    int rows = (int) Math.sqrt(size);
    while (size % rows != 0) {
      rows--;
    }
    return new Shape(1, rows, size / rows);
  }
}
