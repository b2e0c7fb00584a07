package org.dyadic.export.c;

import org.dyadic.model.Sequence;
import org.dyadic.model.Shape;
import org.dyadic.quant.Codes;
import org.dyadic.quant.IntegerLayer;

/**
 * Weights as rows of codes, one row an output, in the order in which the inputs lie in memory: rows
 * of the image, then columns, then channels.
 *
 * @param bits of a code
 * @param outputs number of rows
 * @param inputs codes of a row
 * @param codes row after row
 */
record WeightMatrix(int bits, int outputs, int inputs, byte[] codes) {

  /** Where the code of an input, counted in memory order, lies in a row of the model. */
  private interface Order {
    int of(int input);
  }

  static WeightMatrix of(IntegerLayer.Convolution layer) {
    int channels = layer.in().channels() / layer.groups();
    int area = Math.toIntExact(layer.kernel().area());
    return of(
        layer.weights(),
        layer.out().channels(),
        input -> input % channels * area + input / channels);
  }

  static WeightMatrix of(IntegerLayer.FullyConnected layer) {
    Shape in = layer.in();
    return of(
        layer.weights(),
        layer.out().channels(),
        input -> input % in.channels() * in.area() + input / in.channels());
  }

  /** The weights of a recurrent layer for the features of one step. */
  static WeightMatrix of(IntegerLayer.FullyConnected layer, Sequence sequence) {
    return of(
        layer.weights(),
        layer.out().channels(),
        input -> input % sequence.channels() * sequence.run() + input / sequence.channels());
  }

  private static WeightMatrix of(Codes weights, int outputs, Order order) {
    int inputs = weights.size() / outputs;
    byte[] codes = new byte[weights.size()];
    for (int output = 0; output < outputs; output++) {
      for (int input = 0; input < inputs; input++) {
        codes[output * inputs + input] = (byte) weights.at(output * inputs + order.of(input));
      }
    }
    return new WeightMatrix(weights.bits(), outputs, inputs, codes);
  }

  /** A code, or 0 beyond the end of a row. */
  int at(int output, int input) {
    return input < inputs ? codes[output * inputs + input] : 0;
  }

  /** Two rows an output: the codes above zero, then those below, zeros in place of the others. */
  WeightMatrix split() {
    byte[] rows = new byte[2 * codes.length];
    for (int output = 0; output < outputs; output++) {
      for (int input = 0; input < inputs; input++) {
        int code = at(output, input);
        rows[2 * output * inputs + input] = (byte) Math.max(code, 0);
        rows[(2 * output + 1) * inputs + input] = (byte) Math.min(code, 0);
      }
    }
    return new WeightMatrix(bits, 2 * outputs, inputs, rows);
  }
}
