package org.dyadic.train.compare;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Numbers of several seeds. */
record Sample(List<Double> values) {

  /** Copies the list. */
  Sample {
    values = List.copyOf(values);
  }

  static <T> Sample of(List<T> things, ToDoubleFunction<T> value) {
    return new Sample(things.stream().map(value::applyAsDouble).toList());
  }

  /** The mean; null of nothing. */
  Double mean() {
    return values.isEmpty() ? null : values.stream().mapToDouble(v -> v).sum() / values.size();
  }

  /** The sample's standard deviation, with n - 1; null of fewer than two numbers. */
  Double deviation() {
    if (values.size() < 2) {
      return null;
    }
    double mean = mean();
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (values.size() - 1));
  }

  /** The standard error of the mean; null of fewer than two numbers. */
  Double standardError() {
    Double deviation = deviation();
    return deviation == null ? null : deviation / Math.sqrt(values.size());
  }
}
