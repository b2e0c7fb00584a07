package org.dyadic.model;

/**
 * A recurrent layer: it reads its input as a {@link Sequence}, one step after another from a hidden
 * state of zeros, and gives the last hidden state, a vector of {@link #units}. The definitions are
 * those of PyTorch's {@code torch.nn.LSTM} and {@code torch.nn.GRU} with one layer and one
 * direction; rows of the parameters stand gate after gate.
 *
 * <p>{@code weight_ih} has the dims gates * units, features; {@code weight_hh} gates * units,
 * units; {@code bias_ih} and {@code bias_hh} have gates * units values. The input's and the hidden
 * state's weights are two arrays, each quantized with a step of its own.
 */
public sealed interface Recurrent extends Layer {
  /** The name of the weights of the input, after the layer's name and a dot. */
  String INPUT_WEIGHTS = "weight_ih";

  /** The name of the weights of the hidden state. */
  String HIDDEN_WEIGHTS = "weight_hh";

  /** The name of the bias beside the input's weights. */
  String INPUT_BIAS = "bias_ih";

  /** The name of the bias beside the hidden state's weights. */
  String HIDDEN_BIAS = "bias_hh";

  /** What the sequence of an LSTM's cell states is called, after the layer's name and a dot. */
  String CELL_STATE = "cell";

  /** The size of the hidden state. */
  int units();

  /** How many gates' rows the parameters have: units each. */
  int gates();

  @Override
  default Shape outputShape(Shape in) {
    Sequence.of(in);
    return Shape.vector(units());
  }

  /**
   * Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al.
   * 2000), gates in the order i, f, g, o:
   *
   * <pre>
   * i, f, o = sigmoid(W_ih x + b_ih + W_hh h + b_hh)
   * g       = tanh(W_ih x + b_ih + W_hh h + b_hh)
   * c       = f * c + i * g
   * h       = o * tanh(c)
   * </pre>
   *
   * @param units the size of the hidden state and of the cell state
   */
  record Lstm(int units) implements Recurrent {
    /** Checks the number of units. */
    public Lstm {
      requireUnits(units);
    }

    @Override
    public int gates() {
      return 4;
    }
  }

  /**
   * A gated recurrent unit (Cho et al. 2014), gates in the order r, z, n; the reset gate applies
   * after the product, so that n has two biases of different effect:
   *
   * <pre>
   * r, z = sigmoid(W_ih x + b_ih + W_hh h + b_hh)
   * n    = tanh(W_ih x + b_ih + r * (W_hh h + b_hh))
   * h    = (1 - z) * n + z * h
   * </pre>
   *
   * @param units the size of the hidden state
   */
  record Gru(int units) implements Recurrent {
    /** Checks the number of units. */
    public Gru {
      requireUnits(units);
    }

    @Override
    public int gates() {
      return 3;
    }
  }

  private static void requireUnits(int units) {
    if (units < 1) {
      throw new IllegalArgumentException("units (=%d) must be at least 1".formatted(units));
    }
  }
}
