package org.dyadic.train.method;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Named arrays that a method remembers between steps; checkpoints hold all of them. An array that
 * is asked for the first time is zero.
 */
public final class MethodState {
  private final Map<String, float[]> floats;
  private final Map<String, double[]> numbers;
  private final String prefix;

  /** A state without arrays. */
  public MethodState() {
    this(new LinkedHashMap<>(), new LinkedHashMap<>(), "");
  }

  private MethodState(Map<String, float[]> floats, Map<String, double[]> numbers, String prefix) {
    this.floats = floats;
    this.numbers = numbers;
    this.prefix = prefix;
  }

  /** The same state, with a prefix before every name: a part of it for a method within a method. */
  MethodState within(String part) {
    return new MethodState(floats, numbers, prefix + part + "/");
  }

  /**
   * An array of {@code size} floats: for what there is one of a weight.
   *
   * @throws IllegalArgumentException if it exists with another size
   */
  public float[] floats(String name, int size) {
    float[] array = floats.computeIfAbsent(prefix + name, key -> new float[size]);
    requireSize(name, array.length, size);
    return array;
  }

  /**
   * An array of {@code size} doubles: for what there are few of.
   *
   * @throws IllegalArgumentException if it exists with another size
   */
  public double[] numbers(String name, int size) {
    double[] array = numbers.computeIfAbsent(prefix + name, key -> new double[size]);
    requireSize(name, array.length, size);
    return array;
  }

  private void requireSize(String name, int found, int size) {
    if (found != size) {
      throw new IllegalArgumentException(
          "method state %s%s has %d elements, not %d".formatted(prefix, name, found, size));
    }
  }

  /** All arrays of floats by name, as they are: changes are seen. */
  public Map<String, float[]> allFloats() {
    return floats;
  }

  /** All arrays of doubles by name, as they are: changes are seen. */
  public Map<String, double[]> allNumbers() {
    return numbers;
  }
}
