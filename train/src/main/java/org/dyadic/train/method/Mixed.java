package org.dyadic.train.method;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Two methods for two parts of a network's layers. */
final class Mixed implements Method {
  private final Method main;
  private final Method other;
  private final List<WeightLayer> others;

  /**
   * A mixture.
   *
   * @param others the layers of {@code other}; all the rest are {@code main}'s
   */
  Mixed(Method main, Method other, List<WeightLayer> others) {
    this.main = main;
    this.other = other;
    this.others = List.copyOf(others);
  }

  private List<Method> both() {
    return List.of(main, other);
  }

  private Method of(WeightLayer layer) {
    return others.contains(layer) ? other : main;
  }

  @Override
  public void start(float[] w) {
    both().forEach(method -> method.start(w));
  }

  @Override
  public void beginEpoch(float[] w, int epoch) {
    both().forEach(method -> method.beginEpoch(w, epoch));
  }

  @Override
  public boolean transforms() {
    return main.transforms() || other.transforms();
  }

  @Override
  public void forward(float[] w, float[] seen, Step step) {
    for (Method method : both()) {
      if (method.transforms()) {
        method.forward(w, seen, step);
      }
    }
  }

  @Override
  public void backward(float[] w, float[] gradient, Step step) {
    both().forEach(method -> method.backward(w, gradient, step));
  }

  @Override
  public double rateFactor(WeightLayer layer) {
    return of(layer).rateFactor(layer);
  }

  @Override
  public void afterStep(float[] w, Step step) {
    both().forEach(method -> method.afterStep(w, step));
  }

  @Override
  public QuantizedLayer quantize(WeightLayer layer, float[] w) {
    return of(layer).quantize(layer, w);
  }

  @Override
  public Map<String, Double> report(int epoch) {
    Map<String, Double> numbers = new LinkedHashMap<>(other.report(epoch));
    numbers.putAll(main.report(epoch));
    return numbers;
  }

  @Override
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    both().forEach(method -> warnings.addAll(method.warnings()));
    return warnings;
  }
}
