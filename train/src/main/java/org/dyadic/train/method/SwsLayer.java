package org.dyadic.train.method;

/**
 * A layer's weights in {@link Sws}, in units in which the mixtures of all layers speak: the fourth
 * root of the mean fourth power, which sparse and dense layers with equally large weights have
 * about alike, is {@link #SIZE}, and is held there.
 */
final class SwsLayer {
  /** So that most weights lie in -0.6 .. 0.6, where the authors' mixture begins. */
  static final double SIZE = 0.15;

  /** Smaller layers are taken for empty. */
  private static final double LEAST = 1e-20;

  private final WeightLayer layer;
  private final double[] size;

  /** A layer whose size the state keeps. */
  SwsLayer(WeightLayer layer, MethodState state) {
    this.layer = layer;
    size = state.numbers("size/" + layer.name(), 1);
  }

  WeightLayer layer() {
    return layer;
  }

  /** Measures the size that is to be held. */
  void start(float[] w) {
    double measured = measure(w);
    size[0] = measured > LEAST ? measured : SIZE;
  }

  /** What weights are multiplied by before a mixture sees them. */
  double unit() {
    return SIZE / size[0];
  }

  /** Scales the layer back to its size. */
  void restore(float[] w) {
    double now = measure(w);
    float factor = now > LEAST ? (float) (size[0] / now) : 1;
    for (int i = layer.offset(), end = layer.end(); i < end; i++) {
      w[i] *= factor;
    }
  }

  private double measure(float[] w) {
    double sum = 0;
    for (int i = layer.offset(), end = layer.end(); i < end; i++) {
      double square = (double) w[i] * w[i];
      sum += square * square;
    }
    return Math.sqrt(Math.sqrt(sum / layer.size()));
  }
}
