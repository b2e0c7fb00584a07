package org.dyadic.quant;

import org.dyadic.model.Recurrent;
import org.dyadic.model.Sequence;
import org.dyadic.model.Shape;

/**
 * A recurrent layer, {@link org.dyadic.model.Recurrent}, in integers alone. The input is read as a
 * {@link Sequence}. Every step computes, for each row j of the gates' weights,
 *
 * <pre>
 * x[j] = sum over features of W_ih[j][f] * input[f]          {@link GateSums#input}
 * y[j] = sum over units of W_hh[j][u] * h[u]                 {@link GateSums#hidden}
 * </pre>
 *
 * then pre-activations by {@link GateRule}, signed 16-bit numbers in units of 2^-11, then the cell.
 * S and T are sigmoid and tanh by {@link GateTables}: they take units of 2^-11 and give units of
 * 2^-15, S in 1 .. 32767, T in -32767 .. 32767. The hidden state h is a signed 8-bit number in
 * units of 2^-7; it is 0 before the first step, and the last one is the output. sat16 clips to
 * -32767 .. 32767, sat8 to -127 .. 127, &gt;&gt; is an arithmetic shift. All of it fits 32 bits:
 * the sums and pre-activations by the layer's proof, the rest because no factor exceeds 32768.
 */
public sealed interface RecurrentLayer extends IntegerLayer {
  /** The grid of the hidden state: signed 8 bits, step 2^-7. */
  Grid HIDDEN = Grid.signed(8, 7);

  /** The bits of pre-activations and of states that are kept between steps. */
  int STATE_BITS = 16;

  /** The layer's name in the float network, such as {@code lstm1}. */
  String name();

  /** The sums of both weight arrays. */
  GateSums sums();

  /** How the sums become pre-activations. */
  GateRule rule();

  /** Rows in which both sums meet; those after them keep two pre-activations each. */
  int joined();

  /** The size of the hidden state. */
  default int units() {
    return sums().hidden().fanIn();
  }

  @Override
  default Shape out() {
    return Shape.vector(units());
  }

  @Override
  default Grid output() {
    return HIDDEN;
  }

  /**
   * An LSTM; rows are H of i, H of f, H of g, H of o. With a the pre-activations of both sums and e
   * the cell's exponent, for each unit:
   *
   * <pre>
   * i, f, o = S(a_i), S(a_f), S(a_o);  g = T(a_g)
   * p = (i * g + 2^14) &gt;&gt; 15                                           units of 2^-15
   * c = sat16((f * c + p * 2^e + 2^14) &gt;&gt; 15)                          units of 2^-e, first 0
   * t = T(sat16(c * 2^(11 - e)))  if e &lt;= 11, else  T((c + 2^(e - 12)) &gt;&gt; (e - 11))
   * h = sat8((o * t + 2^22) &gt;&gt; 23)
   * </pre>
   *
   * @param cellExponent e, in 0 .. 15
   */
  record Lstm(String name, Shape in, GateSums sums, GateRule rule, int cellExponent)
      implements RecurrentLayer {
    /** The largest e. */
    public static final int MAX_CELL_EXPONENT = 15;

    private static final int GATES = 4;

    /** Checks sizes and the exponent. */
    public Lstm {
      checkSizes(name, in, sums, rule, GATES, GATES);
      Rules.check(
          cellExponent >= 0 && cellExponent <= MAX_CELL_EXPONENT,
          name,
          "cell exponent (=%d) must lie in 0 .. %d",
          cellExponent,
          MAX_CELL_EXPONENT);
    }

    @Override
    public int joined() {
      return GATES * units();
    }
  }

  /**
   * A GRU; rows are H of r, H of z, H of n. The rule's biases are those of r and z, then H of n's
   * input, then H of n's hidden state. With a the pre-activations of r and z, and of n apart, v of
   * its input and w of its hidden state, for each unit:
   *
   * <pre>
   * r, z = S(a_r), S(a_z)
   * n = T(sat16(v + ((r * w + 2^14) &gt;&gt; 15)))
   * s = (z * s + (2^15 - z) * n + 2^14) &gt;&gt; 15                          units of 2^-15, first 0
   * h = sat8((s + 2^7) &gt;&gt; 8)
   * </pre>
   *
   * The state s has 16 bits so that small changes are not lost; no step takes it out of -32767 ..
   * 32767.
   */
  record Gru(String name, Shape in, GateSums sums, GateRule rule) implements RecurrentLayer {
    private static final int GATES = 3;
    private static final int BIASES = 4;
    private static final int JOINED = 2;

    /** Checks sizes. */
    public Gru {
      checkSizes(name, in, sums, rule, GATES, BIASES);
    }

    @Override
    public int joined() {
      return JOINED * units();
    }
  }

  private static void checkSizes(
      String name, Shape in, GateSums sums, GateRule rule, int gates, int biases) {
    int features = Sequence.of(in).features();
    int units = sums.hidden().fanIn();
    int rows = sums.hidden().out().channels();
    checkName(name, Recurrent.INPUT_WEIGHTS, sums.input());
    checkName(name, Recurrent.HIDDEN_WEIGHTS, sums.hidden());
    Rules.check(rows == (long) gates * units, name, "%d rows for %d units", rows, units);
    Rules.check(
        sums.input().fanIn() == features,
        name,
        "weights for %d features, input %s has %d",
        sums.input().fanIn(),
        in,
        features);
    int count = rule.bias().length;
    Rules.check(
        count == (long) biases * units, name, "%d biases, not %d * %d", count, biases, units);
  }

  private static void checkName(String name, String weights, IntegerLayer.FullyConnected product) {
    String expected = name + "." + weights;
    Rules.check(
        product.name().equals(expected),
        name,
        "its weights are called %s, not %s",
        product.name(),
        expected);
  }
}
