package org.dyadic.quant;

import java.util.Map;
import org.dyadic.model.Network;
import org.dyadic.model.Recurrent;
import org.dyadic.model.State;

/**
 * Recurrent layers in double precision, from PyTorch's documentation, with weights that are codes.
 * No code is shared with folding.
 */
final class FloatCells {
  private final Codes inputWeights;
  private final Codes hiddenWeights;
  private final float[] inputBias;
  private final float[] hiddenBias;
  private double[] hidden;
  private double[] cell;

  /** The largest magnitude that a cell state has had. */
  double largestCell;

  FloatCells(Network.Node node, State state, Map<String, Codes> codes) {
    inputWeights = codes.get(node.name() + ".weight_ih");
    hiddenWeights = codes.get(node.name() + ".weight_hh");
    inputBias = state.get(node.name() + ".bias_ih");
    hiddenBias = state.get(node.name() + ".bias_hh");
  }

  double[] run(Recurrent layer, FloatReference.Tensor in) {
    hidden = new double[layer.units()];
    cell = new double[layer.units()];
    int rows = in.shape().height();
    for (int step = 0; step < rows; step++) {
      double[] x = new double[in.shape().channels() * in.shape().width()];
      for (int i = 0; i < x.length; i++) {
        x[i] = in.at(i / in.shape().width(), step, i % in.shape().width());
      }
      double[] ofInput = products(inputWeights, x, inputBias);
      double[] ofHidden = products(hiddenWeights, hidden, hiddenBias);
      double[] next = new double[layer.units()];
      for (int u = 0; u < next.length; u++) {
        next[u] =
            layer instanceof Recurrent.Lstm
                ? lstm(u, ofInput, ofHidden)
                : gru(u, ofInput, ofHidden);
      }
      hidden = next;
    }
    return hidden;
  }

  private static double[] products(Codes weights, double[] x, float[] bias) {
    double[] sums = new double[bias.length];
    double step = Math.pow(2, -weights.exponent()) * weights.scales().positive(1)[0];
    for (int row = 0; row < sums.length; row++) {
      sums[row] = bias[row];
      for (int i = 0; i < x.length; i++) {
        sums[row] += weights.at(row * x.length + i) * step * x[i];
      }
    }
    return sums;
  }

  private double lstm(int u, double[] x, double[] h) {
    int units = cell.length;
    double i = sigmoid(x[u] + h[u]);
    double f = sigmoid(x[units + u] + h[units + u]);
    double g = Math.tanh(x[2 * units + u] + h[2 * units + u]);
    double o = sigmoid(x[3 * units + u] + h[3 * units + u]);
    cell[u] = f * cell[u] + i * g;
    largestCell = Math.max(largestCell, Math.abs(cell[u]));
    return o * Math.tanh(cell[u]);
  }

  private double gru(int u, double[] x, double[] h) {
    int units = cell.length;
    double r = sigmoid(x[u] + h[u]);
    double z = sigmoid(x[units + u] + h[units + u]);
    double n = Math.tanh(x[2 * units + u] + r * h[2 * units + u]);
    return (1 - z) * n + z * hidden[u];
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
