package org.dyadic.imports;

import java.util.Arrays;
import java.util.List;

/**
 * A tensor whose values are known.
 *
 * @param dims extents; empty for a scalar
 * @param values all elements, in row-major order; belongs to this record
 */
record Constant(List<Integer> dims, Values values) {

  /** Elements: numbers of some type, either as floats or as integers. */
  sealed interface Values {
    /** How many. */
    int count();

    /** One of them. */
    double get(int index);

    /** All of them as floats; the array may be shared. */
    float[] toFloats();
  }

  /** Elements of a float type. */
  record Reals(float[] array) implements Values {
    @Override
    public int count() {
      return array.length;
    }

    @Override
    public double get(int index) {
      return array[index];
    }

    @Override
    public float[] toFloats() {
      return array;
    }
  }

  /** Elements of an integer type. */
  record Wholes(long[] array) implements Values {
    @Override
    public int count() {
      return array.length;
    }

    @Override
    public double get(int index) {
      return array[index];
    }

    @Override
    public float[] toFloats() {
      float[] floats = new float[array.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = array[i];
      }
      return floats;
    }
  }

  /** Copies the list; checks the number of elements. */
  Constant {
    dims = List.copyOf(dims);
    if (size(dims) != values.count()) {
      throw new IllegalArgumentException(
          "dims %s need %d values, there are %d".formatted(dims, size(dims), values.count()));
    }
  }

  /** The number of elements of a shape, or -1 if they are too many for an array. */
  static long size(List<Integer> dims) {
    long size = 1;
    for (int extent : dims) {
      size *= extent;
      if (extent < 0 || size > Integer.MAX_VALUE) {
        return -1;
      }
    }
    return size;
  }

  static Constant ofFloats(List<Integer> dims, float... values) {
    return new Constant(dims, new Reals(values));
  }

  static Constant ofLongs(List<Integer> dims, long... values) {
    return new Constant(dims, new Wholes(values));
  }

  int size() {
    return values.count();
  }

  /** The elements as floats; the array may be shared. */
  float[] floats() {
    return values.toFloats();
  }

  /** A copy of the elements as doubles. */
  double[] doubles() {
    double[] doubles = new double[size()];
    Arrays.setAll(doubles, values::get);
    return doubles;
  }

  /** The elements of a list of extents, indices or the like. */
  long[] longs() {
    long[] longs = new long[size()];
    Arrays.setAll(longs, i -> (long) values.get(i));
    return longs;
  }

  /** The same elements in another shape. */
  Constant as(List<Integer> newDims) {
    return new Constant(newDims, values);
  }
}
