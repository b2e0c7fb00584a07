package org.dyadic.train.torch;

import java.util.Map;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.dyadic.model.Network;
import org.dyadic.model.Recurrent;
import org.dyadic.model.Sequence;

/** Runs recurrent layers in libtorch: batch first, one layer, one direction, from zeros. */
final class RecurrentForward {
  private final Map<String, Tensor> tensors;

  RecurrentForward(Map<String, Tensor> tensors) {
    this.tensors = tensors;
  }

  /**
   * The last hidden states.
   *
   * @param x planar tensors: images, channels, rows, columns
   * @return images, units
   */
  Tensor lastHidden(Network.Node node, Recurrent cell, Tensor x, boolean training) {
    Tensor sequence = sequence(node, x);
    Tensor start = torch.zeros(1, x.size(0), cell.units());
    TensorVector parameters = parameters(node);
    return switch (cell) {
      case Recurrent.Lstm l -> {
        TensorVector starts = new TensorVector(start, start);
        yield torch
            .lstm(sequence, starts, parameters, true, 1, 0, training, false, true)
            .get1()
            .squeeze(0);
      }
      case Recurrent.Gru g ->
          torch
              .gru(sequence, start, parameters, true, 1, 0, training, false, true)
              .get1()
              .squeeze(0);
    };
  }

  /**
   * All cell states of an LSTM, which libtorch's own loop does not show.
   *
   * @return steps, images, units
   */
  Tensor cellStates(Network.Node node, Recurrent.Lstm cell, Tensor x) {
    Tensor sequence = sequence(node, x);
    Tensor hidden = torch.zeros(x.size(0), cell.units());
    Tensor state = hidden;
    Tensor[] states = new Tensor[Sequence.of(node.in()).steps()];
    for (int step = 0; step < states.length; step++) {
      T_TensorTensor_T next =
          torch.lstm_cell(
              sequence.select(1, step),
              new TensorVector(hidden, state),
              parameter(node, Recurrent.INPUT_WEIGHTS),
              parameter(node, Recurrent.HIDDEN_WEIGHTS),
              new TensorOptional(parameter(node, Recurrent.INPUT_BIAS)),
              new TensorOptional(parameter(node, Recurrent.HIDDEN_BIAS)));
      hidden = next.get0();
      state = next.get1();
      states[step] = state;
    }
    return torch.stack(new TensorVector(states));
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
