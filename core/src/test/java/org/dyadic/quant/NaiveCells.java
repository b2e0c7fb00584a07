package org.dyadic.quant;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.function.UnaryOperator;

/**
 * Recurrent layers straight from the formulas in the documentation of {@link RecurrentLayer},
 * {@link GateRule} and {@link GateTables}, in arithmetic that cannot overflow or round; the tables
 * come from decimal series. No code is shared with the kernels.
 */
final class NaiveCells {
  private static final MathContext DIGITS = new MathContext(50);
  private static final BigInteger MAX = BigInteger.valueOf(32767);
  private static final BigInteger[] SIGMOID = table(NaiveCells::sigmoid);
  private static final BigInteger[] TANH = table(NaiveCells::tanh);

  private final RecurrentLayer layer;
  private final int units;
  private final BigInteger[] state;
  private final BigInteger[] hidden;
  private BigInteger[] x;
  private BigInteger[] y;

  private NaiveCells(RecurrentLayer layer) {
    this.layer = layer;
    this.units = layer.units();
    this.state = zeros(units);
    this.hidden = zeros(units);
  }

  /** The last hidden state for a planar input. */
  static BigInteger[] run(RecurrentLayer layer, BigInteger[] input) {
    NaiveCells cells = new NaiveCells(layer);
    int height = layer.in().height();
    int width = layer.in().width();
    int steps = height > 1 ? height : width;
    for (int step = 0; step < steps; step++) {
      BigInteger[] features = new BigInteger[input.length / steps];
      int next = 0;
      for (int channel = 0; channel < layer.in().channels(); channel++) {
        for (int column = 0; column < width; column++) {
          if (height > 1) {
            features[next++] = input[(channel * height + step) * width + column];
          } else if (column == step) {
            features[next++] = input[channel * width + column];
          }
        }
      }
      cells.step(features);
    }
    return cells.hidden;
  }

  private void step(BigInteger[] features) {
    x = products(layer.sums().input().weights(), features);
    y = products(layer.sums().hidden().weights(), hidden.clone());
    for (int u = 0; u < units; u++) {
      switch (layer) {
        case RecurrentLayer.Lstm lstm -> lstm(u, lstm.cellExponent());
        case RecurrentLayer.Gru gru -> gru(u);
      }
    }
  }

  private static BigInteger[] products(Codes weights, BigInteger[] values) {
    BigInteger[] sums = zeros(weights.size() / values.length);
    for (int i = 0; i < weights.size(); i++) {
      BigInteger term = values[i % values.length].multiply(BigInteger.valueOf(weights.at(i)));
      sums[i / values.length] = sums[i / values.length].add(term);
    }
    return sums;
  }

  private void lstm(int u, int e) {
    BigInteger i = sigmoid(joined(u));
    BigInteger f = sigmoid(joined(units + u));
    BigInteger g = tanh(joined(2 * units + u));
    BigInteger o = sigmoid(joined(3 * units + u));
    BigInteger p = floor(i.multiply(g).add(power(14)), 15);
    BigInteger sum = f.multiply(state[u]).add(p.multiply(power(e))).add(power(14));
    state[u] = clip(floor(sum, 15), MAX);
    BigInteger a =
        e <= 11
            ? clip(state[u].multiply(power(11 - e)), MAX)
            : floor(state[u].add(power(e - 12)), e - 11);
    BigInteger product = o.multiply(tanh(a)).add(power(22));
    hidden[u] = clip(floor(product, 23), BigInteger.valueOf(127));
  }

  private void gru(int u) {
    BigInteger r = sigmoid(joined(u));
    BigInteger z = sigmoid(joined(units + u));
    int row = 2 * units + u;
    BigInteger m = BigInteger.valueOf(layer.rule().inputMultiplier());
    BigInteger k = BigInteger.valueOf(layer.rule().hiddenMultiplier());
    BigInteger v = preActivation(m.multiply(x[row]), row);
    BigInteger w = preActivation(k.multiply(y[row]), row + units);
    BigInteger n = tanh(clip(v.add(floor(r.multiply(w).add(power(14)), 15)), MAX));
    BigInteger sum = z.multiply(state[u]).add(power(15).subtract(z).multiply(n)).add(power(14));
    state[u] = floor(sum, 15);
    hidden[u] = clip(floor(state[u].add(power(7)), 8), BigInteger.valueOf(127));
  }

  private BigInteger joined(int row) {
    BigInteger ofInput = BigInteger.valueOf(layer.rule().inputMultiplier()).multiply(x[row]);
    BigInteger ofHidden = BigInteger.valueOf(layer.rule().hiddenMultiplier()).multiply(y[row]);
    return preActivation(ofInput.add(ofHidden), row);
  }

  private BigInteger preActivation(BigInteger product, int row) {
    int shift = layer.rule().shift();
    BigInteger half = shift == 0 ? BigInteger.ZERO : power(shift - 1);
    BigInteger biased = product.add(BigInteger.valueOf(layer.rule().bias()[row])).add(half);
    return clip(floor(biased, shift), MAX);
  }

  /** S of a pre-activation. */
  static BigInteger sigmoid(BigInteger a) {
    BigInteger value = interpolated(SIGMOID, a);
    return a.signum() >= 0 ? value : power(15).subtract(value);
  }

  /** T of a pre-activation. */
  static BigInteger tanh(BigInteger a) {
    BigInteger value = interpolated(TANH, a);
    return a.signum() >= 0 ? value : value.negate();
  }

  private static BigInteger interpolated(BigInteger[] table, BigInteger a) {
    BigInteger[] parts = a.abs().divideAndRemainder(BigInteger.valueOf(64));
    int i = parts[0].intValueExact();
    BigInteger rise = table[i + 1].subtract(table[i]).multiply(parts[1]);
    return table[i].add(floor(rise.add(BigInteger.valueOf(32)), 6));
  }

  /** value / 2^shift, rounded down. */
  private static BigInteger floor(BigInteger value, int shift) {
    BigInteger[] parts = value.divideAndRemainder(power(shift));
    return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }

  private static BigInteger clip(BigInteger value, BigInteger max) {
    return value.min(max).max(max.negate());
  }

  private static BigInteger power(int exponent) {
    return BigInteger.TWO.pow(exponent);
  }

  private static BigInteger[] zeros(int count) {
    BigInteger[] zeros = new BigInteger[count];
    java.util.Arrays.fill(zeros, BigInteger.ZERO);
    return zeros;
  }

  /** The exact values of a function at i / 32, in units of 2^-15, rounded to integers. */
  private static BigInteger[] table(UnaryOperator<BigDecimal> function) {
    BigInteger[] table = new BigInteger[513];
    for (int i = 0; i < table.length; i++) {
      BigDecimal exact = function.apply(BigDecimal.valueOf(i).divide(BigDecimal.valueOf(32)));
      BigDecimal scaled = exact.multiply(BigDecimal.valueOf(32768));
      table[i] = scaled.setScale(0, RoundingMode.HALF_UP).toBigIntegerExact().min(MAX);
    }
    return table;
  }

  /** 1 / (1 + e^-x), x at least 0. */
  static BigDecimal sigmoid(BigDecimal x) {
    BigDecimal e = exp(x);
    return e.divide(e.add(BigDecimal.ONE), DIGITS);
  }

  /** (e^2x - 1) / (e^2x + 1), x at least 0. */
  static BigDecimal tanh(BigDecimal x) {
    BigDecimal e = exp(x.multiply(BigDecimal.TWO));
    return e.subtract(BigDecimal.ONE).divide(e.add(BigDecimal.ONE), DIGITS);
  }

  /** The exponential series; its terms are positive, so nothing cancels. */
  private static BigDecimal exp(BigDecimal x) {
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal term = BigDecimal.ONE;
    for (int n = 1; n < 250; n++) {
      sum = sum.add(term, DIGITS);
      term = term.multiply(x).divide(BigDecimal.valueOf(n), DIGITS);
    }
    return sum;
  }
}
