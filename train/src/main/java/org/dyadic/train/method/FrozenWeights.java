package org.dyadic.train.method;

import java.util.Arrays;

/**
 * The weights of a layer that incremental quantization has put on their levels for good. They hold
 * their value whatever the optimizer's gradient, momentum and weight decay do.
 */
final class FrozenWeights {
  /** The option of the accumulated shares. */
  static final MethodOption SHARES =
      MethodOption.choice(
          "shares",
          "share of the weights that is frozen, from event to event",
          "0.5/0.75/0.82/1",
          "0.5/0.75/0.875/1",
          "0.3/0.6/0.8/1",
          "0.2/0.4/0.6/0.7/0.8/0.9/0.95/1");

  /** By index within the layer, the value of a frozen weight; NaN for one that trains. */
  private final float[] values;

  /** What a frozen weight of a block becomes. */
  @FunctionalInterface
  interface Levels {
    /** The level of weight {@code w}. */
    float of(int block, float w);
  }

  /** Those that a method's state keeps for a layer; none after {@link #release}. */
  FrozenWeights(WeightLayer layer, MethodState state) {
    this.values = state.floats("frozen/" + layer.name(), layer.size());
  }

  /** The accumulated shares that the options choose. */
  static double[] shares(MethodOptions options) {
    String shares = options.choice(SHARES.name());
    return Arrays.stream(shares.split("/")).mapToDouble(Double::parseDouble).toArray();
  }

  /**
   * The share that is frozen in an epoch of a phase: event k of K lies before epoch floor(k epochs
   * / K), so that all partitions have as many epochs as possible, and equally many.
   */
  static double share(double[] shares, int epoch, int epochs) {
    int event = 0;
    while (event + 1 < shares.length && (event + 1L) * epochs / shares.length <= epoch) {
      event++;
    }
    return shares[event];
  }

  /** Lets all weights train. */
  void release() {
    Arrays.fill(values, Float.NaN);
  }

  /** Whether the weight at an index of the flat array is frozen. */
  boolean holds(WeightLayer layer, int index) {
    return !Float.isNaN(values[index - layer.offset()]);
  }

  /**
   * Freezes, of each block's weights that still train, those with the largest magnitudes until the
   * block's share is reached; of equals, those that come first.
   *
   * @param share of a block's weights that shall be frozen, in 0 .. 1
   */
  void grow(WeightLayer layer, double share, Levels levels, float[] w) {
    for (int b = 0; b < layer.blocks(); b++) {
      long[] training = training(layer, b, w);
      int frozen = layer.blockSize() - training.length;
      int wanted = (int) Math.round(share * layer.blockSize()) - frozen;
      for (int rank = 0; rank < wanted; rank++) {
        int index = (int) training[rank];
        w[index] = levels.of(b, w[index]);
        values[index - layer.offset()] = w[index];
      }
    }
  }

  /** The indices of a block's weights that train, the largest first: the lower halves of longs. */
  private long[] training(WeightLayer layer, int block, float[] w) {
    long[] keys = new long[layer.blockSize()];
    int count = 0;
    for (int i = layer.from(block); i < layer.to(block); i++) {
      if (!holds(layer, i)) {
        int magnitude = Float.floatToRawIntBits(Math.abs(w[i]));
        keys[count++] = (long) (Integer.MAX_VALUE - magnitude) << Integer.SIZE | i;
      }
    }
    Arrays.sort(keys, 0, count);
    return Arrays.copyOf(keys, count);
  }

  /** Gives the frozen weights their values back. */
  void restore(WeightLayer layer, float[] w) {
    for (int i = 0; i < values.length; i++) {
      w[layer.offset() + i] = Float.isNaN(values[i]) ? w[layer.offset() + i] : values[i];
    }
  }
}
