package org.dyadic.train;

import java.util.ArrayList;
import java.util.List;
import org.dyadic.train.method.Method;
import org.dyadic.train.method.QuantizedLayer;
import org.dyadic.train.method.WeightLayer;

/**
 * What all quantized weights of a network cost and are.
 *
 * @param weights how many there are
 * @param fixedPoint whether every weight is m * 2^-f
 * @param floatScales the float scales and levels that are kept beside the codes
 * @param sparsity the share of weights that are 0
 * @param codeBits bits a weight of plain codes, float scales included
 * @param entropyBits bits a weight of an ideal entropy coder that knows each layer's shares of
 *     levels, float scales included: no lossless code of single weights is shorter
 * @param obstacles what cannot be run in integers, and why; empty if everything can
 */
public record WeightSummary(
    long weights,
    boolean fixedPoint,
    int floatScales,
    double sparsity,
    double codeBits,
    double entropyBits,
    List<String> obstacles) {

  /** Copies the list. */
  public WeightSummary {
    obstacles = List.copyOf(obstacles);
  }

  /** The summary of a method's result. */
  static WeightSummary of(Session session, Method method) {
    float[] latent = session.state().trained;
    float[] quantized = session.quantized(method);
    List<WeightLayer> layers = session.weightLayers();
    long weights = 0;
    long zeros = 0;
    int scales = 0;
    double code = 0;
    double entropy = 0;
    boolean fixedPoint = true;
    List<String> obstacles = new ArrayList<>();
    for (WeightLayer layer : layers) {
      QuantizedLayer end = method.quantize(layer, latent);
      weights += layer.size();
      zeros += zeros(layer, quantized);
      scales += floats(end);
      code += (double) layer.size() * end.bits();
      entropy += entropy(layer, end);
      fixedPoint &= end.fixedPoint();
      if (!end.obstacle().isEmpty()) {
        obstacles.add(layer.slot().parameter().layer() + ": " + end.obstacle());
      }
    }
    double floats = (double) Float.SIZE * scales;
    return new WeightSummary(
        weights,
        fixedPoint,
        scales,
        (double) zeros / weights,
        (code + floats) / weights,
        (entropy + floats) / weights,
        obstacles);
  }

  private static long zeros(WeightLayer layer, float[] w) {
    long zeros = 0;
    for (int i = layer.offset(); i < layer.end(); i++) {
      zeros += w[i] == 0 ? 1 : 0;
    }
    return zeros;
  }

  private static int floats(QuantizedLayer end) {
    return switch (end) {
      case QuantizedLayer.Coded coded ->
          coded.fixedPoint() ? 0 : coded.positive().length + coded.negative().length;
      case QuantizedLayer.Codebook codebook -> codebook.table().length;
      case QuantizedLayer.Unquantized _ -> 0;
    };
  }

  /** Bits of all weights of a layer under an ideal code of its levels. */
  private static double entropy(WeightLayer layer, QuantizedLayer end) {
    if (end.levels() == 0) {
      return (double) layer.size() * end.bits();
    }
    long[] counts = new long[end.levels()];
    for (byte symbol : end.symbols()) {
      counts[symbol & 0xff]++;
    }
    double bits = 0;
    for (long count : counts) {
      bits -= count == 0 ? 0 : count * Math.log((double) count / layer.size()) / Math.log(2);
    }
    return bits;
  }
}
