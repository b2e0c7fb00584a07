package org.dyadic.train;

import java.util.function.DoubleUnaryOperator;
import org.dyadic.quant.Codes;
import org.dyadic.quant.Epilogue;
import org.dyadic.quant.GateRule;
import org.dyadic.quant.IntegerLayer;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.RecurrentLayer;

/**
 * A packed network of one recurrent layer on images of one channel and one fully connected layer,
 * executed from docs/model-format.md alone, in 64 bits.
 */
final class NaiveIntegers {
  private static final long[] SIGMOID = table(x -> 1 / (1 + StrictMath.exp(-x)));
  private static final long[] TANH = table(StrictMath::tanh);

  private final RecurrentLayer layer;
  private final int units;
  private final long[] state;
  private long[] h;

  private NaiveIntegers(RecurrentLayer layer) {
    this.layer = layer;
    this.units = layer.units();
    this.state = new long[units];
    this.h = new long[units];
  }

  static int[] logits(QuantizedNetwork network, byte[] pixels) {
    NaiveIntegers cells = new NaiveIntegers((RecurrentLayer) network.layers().getFirst());
    int width = network.preprocessing().shape().width();
    for (int row = 0; row < network.preprocessing().shape().height(); row++) {
      long[] x = new long[width];
      for (int column = 0; column < width; column++) {
        x[column] = network.preprocessing().table().code(0, pixels[row * width + column] & 0xFF);
      }
      cells.step(x);
    }
    IntegerLayer.FullyConnected last = (IntegerLayer.FullyConnected) network.layers().getLast();
    long[] sums = products(last.weights(), cells.h);
    int[] logits = new int[sums.length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (int) sums[i] + ((Epilogue.Accumulate) last.epilogue()).bias()[i];
    }
    return logits;
  }

  private static long[] products(Codes weights, long[] values) {
    long[] sums = new long[weights.size() / values.length];
    for (int i = 0; i < weights.size(); i++) {
      sums[i / values.length] += weights.at(i) * values[i % values.length];
    }
    return sums;
  }

  private void step(long[] input) {
    long[] x = products(layer.sums().input().weights(), input);
    long[] y = products(layer.sums().hidden().weights(), h);
    GateRule rule = layer.rule();
    long[] next = new long[units];
    for (int u = 0; u < units; u++) {
      long first = sigmoid(a(rule, x[u], y[u], u));
      long second = sigmoid(a(rule, x[units + u], y[units + u], units + u));
      int third = 2 * units + u;
      if (layer instanceof RecurrentLayer.Lstm lstm) {
        long g = tanh(a(rule, x[third], y[third], third));
        long o = sigmoid(a(rule, x[units + third], y[units + third], units + third));
        long news = ((first * g + (1 << 14)) >> 15) << lstm.cellExponent();
        state[u] = sat((second * state[u] + news + (1 << 14)) >> 15, 32767);
        next[u] = sat((o * tanh(seen(state[u], lstm.cellExponent())) + (1 << 22)) >> 23, 127);
      } else {
        long v = a(rule, x[third], 0, third);
        long w = a(rule, 0, y[third], third + units);
        long n = tanh(sat(v + ((first * w + (1 << 14)) >> 15), 32767));
        state[u] = (second * state[u] + ((1 << 15) - second) * n + (1 << 14)) >> 15;
        next[u] = sat((state[u] + (1 << 7)) >> 8, 127);
      }
    }
    h = next;
  }

  private static long a(GateRule rule, long x, long y, int row) {
    long half = rule.shift() == 0 ? 0 : 1L << (rule.shift() - 1);
    long sum = rule.inputMultiplier() * x + rule.hiddenMultiplier() * y + rule.bias()[row] + half;
    return sat(sum >> rule.shift(), 32767);
  }

  private static long seen(long cell, int e) {
    return e <= 11 ? sat(cell << (11 - e), 32767) : (cell + (1L << (e - 12))) >> (e - 11);
  }

  private static long sat(long value, long max) {
    return Math.clamp(value, -max, max);
  }

  private static long sigmoid(long a) {
    return a >= 0 ? interpolated(SIGMOID, a) : 32768 - interpolated(SIGMOID, -a);
  }

  private static long tanh(long a) {
    return a >= 0 ? interpolated(TANH, a) : -interpolated(TANH, -a);
  }

  private static long interpolated(long[] table, long a) {
    int i = (int) (a >> 6);
    return table[i] + (((table[i + 1] - table[i]) * (a & 63) + 32) >> 6);
  }

  private static long[] table(DoubleUnaryOperator function) {
    long[] table = new long[513];
    for (int i = 0; i < table.length; i++) {
      table[i] = Math.min(32767, Math.round(32768 * function.applyAsDouble(i / 32.0)));
    }
    return table;
  }
}
