package org.dyadic.inference;

import java.util.Arrays;
import org.dyadic.kernel.Gates;
import org.dyadic.kernel.Kernels;
import org.dyadic.kernel.Rescale;
import org.dyadic.kernel.Window;
import org.dyadic.model.Sequence;

/** One kernel call of a compiled network. Slots are numbers of activation buffers. */
sealed interface Step {

  /**
   * Runs the step.
   *
   * @param slots the session's activation buffers
   * @param patches the session's scratch space for convolutions
   */
  void run(Kernels kernels, int[][] slots, int[] patches);

  record Convolve(Window window, int[] weights, int in, int out) implements Step {
    @Override
    public void run(Kernels kernels, int[][] slots, int[] patches) {
      kernels.convolution(window, weights, slots[in], patches, slots[out]);
    }
  }

  record Connect(int[] weights, int inputs, int outputs, int in, int out) implements Step {
    @Override
    public void run(Kernels kernels, int[][] slots, int[] patches) {
      kernels.fullyConnected(weights, inputs, outputs, slots[in], slots[out]);
    }
  }

  record MaxPool(Window window, int in, int out) implements Step {
    @Override
    public void run(Kernels kernels, int[][] slots, int[] patches) {
      kernels.maxPool(window, slots[in], slots[out]);
    }
  }

  record SumPool(Window window, int in, int out) implements Step {
    @Override
    public void run(Kernels kernels, int[][] slots, int[] patches) {
      kernels.sumPool(window, slots[in], slots[out]);
    }
  }

  record Subsample(Window window, int channelsBefore, int in, int out) implements Step {
    @Override
    public void run(Kernels kernels, int[][] slots, int[] patches) {
      kernels.subsample(window, channelsBefore, slots[in], slots[out]);
    }
  }

  record AddBias(int[] bias, int area, int slot) implements Step {
    @Override
    public void run(Kernels kernels, int[][] slots, int[] patches) {
      kernels.addBias(bias, area, slots[slot]);
    }
  }

  record Requantize(Rescale rescale, int area, int slot) implements Step {
    @Override
    public void run(Kernels kernels, int[][] slots, int[] patches) {
      kernels.requantize(rescale, area, slots[slot]);
    }
  }

  record Join(Rescale rescale, int area, int shortcut, int slot) implements Step {
    @Override
    public void run(Kernels kernels, int[][] slots, int[] patches) {
      kernels.join(rescale, area, slots[shortcut], slots[slot]);
    }
  }

  /** A recurrent layer over its whole sequence; {@code out} holds the hidden state meanwhile. */
  record Recur(
      Cell cell,
      Gates gates,
      Sequence sequence,
      int[] inputWeights,
      int[] hiddenWeights,
      RecurrentSlots buffers,
      int in,
      int out)
      implements Step {
    @Override
    public void run(Kernels kernels, int[][] slots, int[] patches) {
      int units = gates.units();
      int rows = hiddenWeights.length / units;
      int[] features = slots[buffers.features()];
      int[] inputSums = slots[buffers.inputSums()];
      int[] hiddenSums = slots[buffers.hiddenSums()];
      int[] state = slots[buffers.state()];
      int[] hidden = slots[out];
      Arrays.fill(state, 0, units, 0);
      Arrays.fill(hidden, 0, units, 0);
      for (int step = 0; step < sequence.steps(); step++) {
        gather(step, slots[in], features);
        kernels.fullyConnected(inputWeights, sequence.features(), rows, features, inputSums);
        kernels.fullyConnected(hiddenWeights, units, rows, hidden, hiddenSums);
        cell.step(kernels, gates, inputSums, hiddenSums, state, hidden);
      }
    }

    private void gather(int step, int[] from, int[] features) {
      int run = sequence.run();
      for (int channel = 0; channel < sequence.channels(); channel++) {
        int start = channel * sequence.channelSize() + step * run;
        System.arraycopy(from, start, features, channel * run, run);
      }
    }
  }

  /** Which cell a recurrent layer has: {@link Kernels#lstm} or {@link Kernels#gru}. */
  interface Cell {
    void step(
        Kernels kernels, Gates gates, int[] inputSums, int[] hiddenSums, int[] state, int[] hidden);
  }

  /** The buffers that a recurrent layer needs beside its input and output. */
  record RecurrentSlots(int features, int inputSums, int hiddenSums, int state) {
    /** Gives the buffers back: after the layer nobody reads them. */
    void release(Slots slots) {
      slots.release(features);
      slots.release(inputSums);
      slots.release(hiddenSums);
      slots.release(state);
    }
  }

  /** Copies {@code count} elements to where {@code out} has {@code offset} before them. */
  record Copy(int in, int out, int offset, int count) implements Step {
    @Override
    public void run(Kernels kernels, int[][] slots, int[] patches) {
      System.arraycopy(slots[in], 0, slots[out], offset, count);
    }
  }
}
