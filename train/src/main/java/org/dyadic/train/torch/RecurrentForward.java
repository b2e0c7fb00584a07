package org.dyadic.train.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.dyadic.model.Network;
import org.dyadic.model.Recurrent;
import org.dyadic.model.Sequence;
import org.dyadic.quant.RecurrentLayer;

/** Runs recurrent layers in libtorch: batch first, one layer, one direction, from zeros. */
final class RecurrentForward {
  /** libtorch's LSTM has no bfloat16 on processors without AVX-512, where it ends in an error. */
  private static final class Bfloat16Lstm {
    static final boolean RUNS = runsLstmInBfloat16();
  }

  private final Map<String, Tensor> tensors;
  private final ActivationRounding rounding;

  RecurrentForward(Map<String, Tensor> tensors, ActivationRounding rounding) {
    this.tensors = tensors;
    this.rounding = rounding;
  }

  /**
   * The last hidden states.
   *
   * @param x planar tensors: images, channels, rows, columns
   * @return images, units
   */
  Tensor lastHidden(Network.Node node, Recurrent cell, Tensor x, boolean training) {
    if (rounding.active()) {
      return rounded(node, cell, x);
    }
    Tensor sequence = sequence(node, x);
    Tensor start = zeros(x, 1, x.size(0), cell.units());
    TensorVector parameters = parameters(node);
    return switch (cell) {
      case Recurrent.Lstm l ->
          needsFloat32(x.device().type())
              ? Autocast.without(
                  x.device().type(), () -> lstm(sequence, start, parameters, training))
              : lstm(sequence, start, parameters, training);
      case Recurrent.Gru g ->
          torch
              .gru(sequence, start, parameters, true, 1, 0, training, false, true)
              .get1()
              .squeeze(0);
    };
  }

  private static Tensor lstm(
      Tensor sequence, Tensor start, TensorVector parameters, boolean training) {
    TensorVector starts = new TensorVector(start, start);
    return torch
        .lstm(sequence, starts, parameters, true, 1, 0, training, false, true)
        .get1()
        .squeeze(0);
  }

  /** Whether a pass in bfloat16 has to leave it for an LSTM: always on a GPU. */
  private static boolean needsFloat32(torch.DeviceType device) {
    return Autocast.isOpen(device) && !(device == torch.DeviceType.CPU && Bfloat16Lstm.RUNS);
  }

  /** Zeros in float32 on the device of another tensor. */
  private static Tensor zeros(Tensor beside, long... sizes) {
    return torch.zeros(sizes, new TensorOptions(beside.device()));
  }

  /** Tries it with one unit, within a pass in bfloat16. */
  private static boolean runsLstmInBfloat16() {
    try (PointerScope _ = new PointerScope()) {
      Tensor one = torch.ones(1, 1, 1);
      Tensor weights = torch.ones(4, 1);
      Tensor bias = torch.ones(4);
      lstm(one, one, new TensorVector(weights, weights, bias, bias), false);
      return true;
    } catch (RuntimeException noPrimitive) {
      return false;
    }
  }

  /**
   * Step by step, with hidden states of 8 bits, as weights see them. What integers keep in 16 bits
   * stays float: pre-activations, gates and a GRU's state; the cell states of an LSTM are rounded.
   */
  private Tensor rounded(Network.Node node, Recurrent cell, Tensor x) {
    return switch (cell) {
      case Recurrent.Lstm l -> lstm(node, l, x, new ArrayList<>());
      case Recurrent.Gru g -> gru(node, g, x);
    };
  }

  /**
   * All cell states of an LSTM, which libtorch's own loop does not show.
   *
   * @return steps, images, units
   */
  Tensor cellStates(Network.Node node, Recurrent.Lstm cell, Tensor x) {
    List<Tensor> states = new ArrayList<>();
    lstm(node, cell, x, states);
    return torch.stack(new TensorVector(states.toArray(new Tensor[0])));
  }

  /** The last hidden states of an LSTM; the cell states go into a list before they are rounded. */
  private Tensor lstm(Network.Node node, Recurrent.Lstm cell, Tensor x, List<Tensor> states) {
    Tensor sequence = sequence(node, x);
    Tensor hidden = zeros(x, x.size(0), cell.units());
    Tensor state = hidden;
    for (int step = 0; step < Sequence.of(node.in()).steps(); step++) {
      T_TensorTensor_T next =
          torch.lstm_cell(
              sequence.select(1, step),
              new TensorVector(hidden, state),
              parameter(node, Recurrent.INPUT_WEIGHTS),
              parameter(node, Recurrent.HIDDEN_WEIGHTS),
              new TensorOptional(parameter(node, Recurrent.INPUT_BIAS)),
              new TensorOptional(parameter(node, Recurrent.HIDDEN_BIAS)));
      hidden = seen(next.get0());
      states.add(next.get1());
      state = rounding.round(node.name() + "." + Recurrent.CELL_STATE, next.get1());
    }
    return hidden;
  }

  /** The last hidden states of a GRU, whose state is finer than what weights see of it. */
  private Tensor gru(Network.Node node, Recurrent.Gru cell, Tensor x) {
    Tensor sequence = sequence(node, x);
    TensorOptional bias = new TensorOptional(parameter(node, Recurrent.HIDDEN_BIAS));
    Tensor inputs =
        torch.linear(
            sequence,
            parameter(node, Recurrent.INPUT_WEIGHTS),
            new TensorOptional(parameter(node, Recurrent.INPUT_BIAS)));
    Tensor state = zeros(x, x.size(0), cell.units());
    for (int step = 0; step < Sequence.of(node.in()).steps(); step++) {
      Tensor a = inputs.select(1, step);
      Tensor b = torch.linear(seen(state), parameter(node, Recurrent.HIDDEN_WEIGHTS), bias);
      long units = cell.units();
      Tensor r = a.narrow(1, 0, units).add(b.narrow(1, 0, units)).sigmoid();
      Tensor z = a.narrow(1, units, units).add(b.narrow(1, units, units)).sigmoid();
      Tensor n = a.narrow(1, 2 * units, units).add(r.mul(b.narrow(1, 2 * units, units))).tanh();
      state = n.add(z.mul(state.sub(n)));
    }
    return seen(state);
  }

  /** A hidden state as weights see it. */
  private Tensor seen(Tensor hidden) {
    return rounding.active() ? rounding.round(hidden, RecurrentLayer.HIDDEN) : hidden;
  }

  /** Images, steps, features. */
  private static Tensor sequence(Network.Node node, Tensor x) {
    Sequence sequence = Sequence.of(node.in());
    long images = x.size(0);
    return x.reshape(images, sequence.channels(), sequence.steps(), sequence.run())
        .permute(0, 2, 1, 3)
        .reshape(images, sequence.steps(), sequence.features());
  }

  private TensorVector parameters(Network.Node node) {
    return new TensorVector(
        parameter(node, Recurrent.INPUT_WEIGHTS),
        parameter(node, Recurrent.HIDDEN_WEIGHTS),
        parameter(node, Recurrent.INPUT_BIAS),
        parameter(node, Recurrent.HIDDEN_BIAS));
  }

  private Tensor parameter(Network.Node node, String name) {
    return tensors.get(node.name() + "." + name);
  }
}
