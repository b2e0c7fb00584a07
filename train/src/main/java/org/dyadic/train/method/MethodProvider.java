package org.dyadic.train.method;

import java.util.List;

/**
 * How the user finds a {@link Method}: a {@link java.util.ServiceLoader} service. A library that
 * names an implementation in {@code META-INF/services/org.dyadic.train.method.MethodProvider} adds
 * its method to every command.
 */
public interface MethodProvider {

  /** What a layer keeps beside its integer codes. */
  enum Scale {
    /** One power of two: every weight is m * 2^-f. */
    FIXED_POINT("fixed point", 0),
    /** One float scale a layer or channel. */
    FLOAT("one float scale", 1),
    /** Two float scales a layer or channel: one for positive codes, one for negative ones. */
    TWO_FLOATS("two float scales", 2),
    /** A table of float levels. */
    CODEBOOK("float codebook", 0),
    /** Nothing: weights stay float. */
    NONE("float weights", 0);

    private final String text;
    private final int floats;

    Scale(String text, int floats) {
      this.text = text;
      this.floats = floats;
    }

    /** For people. */
    public String text() {
      return text;
    }

    /** How many float scales a layer, or with {@code --per-channel} a channel, keeps. */
    public int floats() {
      return floats;
    }
  }

  /** What the user calls the method: lower case, unique. */
  String name();

  /** What it does, in one sentence. */
  String summary();

  /** Where it comes from: authors, year, identifier. */
  String source();

  /** What a layer keeps beside its codes. */
  Scale scale();

  /** The numbers of bits that the method can quantize a layer to; the first is the default. */
  default List<Integer> bits() {
    return List.of(2, 3, 4, 5, 6, 7, 8);
  }

  /** The options of {@code --set}. */
  default List<MethodOption> options() {
    return List.of();
  }

  /** Whether the method trains at all; one that does not has no epochs. */
  default boolean trains() {
    return true;
  }

  /** The first learning rate of its phase unless the user chooses another. */
  default double learningRate() {
    return 0.01;
  }

  /** The weight decay of its phase unless the user chooses another. */
  default double weightDecay() {
    return 1e-4;
  }

  /** What its authors did otherwise than the common protocol, for {@code --policy authors}. */
  default AuthorsSettings authors() {
    return AuthorsSettings.NONE;
  }

  /** A method for one run. */
  Method create(MethodSetup setup);
}
