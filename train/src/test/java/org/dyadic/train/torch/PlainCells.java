package org.dyadic.train.torch;

import java.util.ArrayList;
import java.util.List;
import org.dyadic.model.Recurrent;
import org.dyadic.model.Shape;
import org.dyadic.model.State;

/** Recurrent layers in double precision, from PyTorch's documentation: one element at a time. */
final class PlainCells {
  private final State state;
  private final String layer;
  private final int units;
  private final boolean isLstm;

  /** The hidden state after each step. */
  final List<double[]> hidden = new ArrayList<>();

  /** The cell state after each step. */
  final List<double[]> cells = new ArrayList<>();

  private PlainCells(State state, Recurrent cell) {
    this.state = state;
    this.isLstm = cell instanceof Recurrent.Lstm;
    this.layer = isLstm ? "lstm1." : "gru1.";
    this.units = cell.units();
    hidden.add(new double[units]);
    cells.add(new double[units]);
  }

  /** Runs over a planar image. */
  static PlainCells run(State state, Recurrent cell, Shape shape, float[] image) {
    PlainCells run = new PlainCells(state, cell);
    boolean rows = shape.height() > 1;
    int steps = rows ? shape.height() : shape.width();
    for (int step = 0; step < steps; step++) {
      List<Double> x = new ArrayList<>();
      for (int channel = 0; channel < shape.channels(); channel++) {
        int plane = channel * shape.area();
        for (int column = 0; rows && column < shape.width(); column++) {
          x.add((double) image[plane + step * shape.width() + column]);
        }
        if (!rows) {
          x.add((double) image[plane + step]);
        }
      }
      run.step(x.stream().mapToDouble(v -> v).toArray());
    }
    return run;
  }

  private void step(double[] x) {
    double[] h = hidden.getLast();
    double[] next = new double[units];
    double[] cell = new double[units];
    for (int u = 0; u < units; u++) {
      if (isLstm) {
        double i = sigmoid(row(0, u, x, "ih") + row(0, u, h, "hh"));
        double f = sigmoid(row(1, u, x, "ih") + row(1, u, h, "hh"));
        double g = Math.tanh(row(2, u, x, "ih") + row(2, u, h, "hh"));
        double o = sigmoid(row(3, u, x, "ih") + row(3, u, h, "hh"));
        cell[u] = f * cells.getLast()[u] + i * g;
        next[u] = o * Math.tanh(cell[u]);
      } else {
        double r = sigmoid(row(0, u, x, "ih") + row(0, u, h, "hh"));
        double z = sigmoid(row(1, u, x, "ih") + row(1, u, h, "hh"));
        double n = Math.tanh(row(2, u, x, "ih") + r * row(2, u, h, "hh"));
        next[u] = (1 - z) * n + z * h[u];
      }
    }
    hidden.add(next);
    cells.add(cell);
  }

  private double row(int gate, int unit, double[] values, String side) {
    float[] weights = state.get(layer + "weight_" + side);
    int row = gate * units + unit;
    double sum = state.get(layer + "bias_" + side)[row];
    for (int i = 0; i < values.length; i++) {
      sum += weights[row * values.length + i] * values[i];
    }
    return sum;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
