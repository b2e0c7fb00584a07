package org.dyadic.inference;

import org.dyadic.kernel.Kernels;
import org.dyadic.kernel.Rescale;
import org.dyadic.kernel.Window;

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

  /** Copies {@code count} elements to where {@code out} has {@code offset} before them. */
  record Copy(int in, int out, int offset, int count) implements Step {
    @Override
    public void run(Kernels kernels, int[][] slots, int[] patches) {
      System.arraycopy(slots[in], 0, slots[out], offset, count);
    }
  }
}
