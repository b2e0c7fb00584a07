package org.dyadic.inference;

import java.util.Arrays;
import org.dyadic.kernel.Gates;
import org.dyadic.kernel.Kernels;
import org.dyadic.kernel.Product;
import org.dyadic.kernel.Rescale;
import org.dyadic.kernel.Scratch;
import org.dyadic.kernel.Window;
import org.dyadic.model.Sequence;

/** One operation of a compiled network. Slots are numbers of activation buffers. */
sealed interface Step {

  /** Runs the step. */
  void run(Kernels kernels, Memory memory);

  /**
   * What one session works in.
   *
   * @param slots activation buffers, channels last
   * @param row sums of one output row
   * @param scratch of the products
   */
  record Memory(int[][] slots, int[] row, Scratch scratch) {}

  /** What a layer's sums become, one row after the other. */
  interface Finish {
    void row(Kernels kernels, int pixels, int[] sums, int[] out, int to);
  }

  /** A layer with weights. */
  record Multiply(Product product, Window window, Finish finish, int in, int out) implements Step {
    @Override
    public void run(Kernels kernels, Memory memory) {
      int size = window.outWidth() * window.outChannels();
      int[] from = memory.slots()[in];
      int[] to = memory.slots()[out];
      for (int y = 0; y < window.outHeight(); y++) {
        product.row(from, y, memory.scratch(), memory.row());
        finish.row(kernels, window.outWidth(), memory.row(), to, y * size);
      }
    }
  }

  /** The last layer of a residual block's body, each row joined with the shortcut. */
  record MultiplyJoin(
      Product product, Window window, Rescale rescale, int shortcut, int in, int out)
      implements Step {
    @Override
    public void run(Kernels kernels, Memory memory) {
      int pixels = window.outWidth();
      int size = pixels * window.outChannels();
      int[] from = memory.slots()[in];
      int[] side = memory.slots()[shortcut];
      for (int y = 0; y < window.outHeight(); y++) {
        product.row(from, y, memory.scratch(), memory.row());
        kernels.join(rescale, pixels, memory.row(), side, memory.slots()[out], y * size);
      }
    }
  }

  /** A layer whose weights have two magnitudes: the sums of each plane, joined. */
  record MultiplyPlanes(
      Product positive, Product negative, Window window, Rescale rescale, int sums, int in, int out)
      implements Step {
    @Override
    public void run(Kernels kernels, Memory memory) {
      int pixels = window.outWidth();
      int size = pixels * window.outChannels();
      int[] from = memory.slots()[in];
      int[] other = memory.slots()[sums];
      for (int y = 0; y < window.outHeight(); y++) {
        negative.row(from, y, memory.scratch(), memory.row());
        System.arraycopy(memory.row(), 0, other, y * size, size);
      }
      for (int y = 0; y < window.outHeight(); y++) {
        positive.row(from, y, memory.scratch(), memory.row());
        kernels.join(rescale, pixels, memory.row(), other, memory.slots()[out], y * size);
      }
    }
  }

  record MaxPool(Window window, int in, int out) implements Step {
    @Override
    public void run(Kernels kernels, Memory memory) {
      kernels.maxPool(window, memory.slots()[in], memory.slots()[out]);
    }
  }

  record SumPool(Window window, int in, int out) implements Step {
    @Override
    public void run(Kernels kernels, Memory memory) {
      kernels.sumPool(window, memory.slots()[in], memory.slots()[out]);
    }
  }

  /** Every stride-th row and column, with channels of zeros before and after the real ones. */
  record Subsample(Window window, int channelsBefore, int in, int out) implements Step {
    @Override
    public void run(Kernels kernels, Memory memory) {
      int[] from = memory.slots()[in];
      int[] to = memory.slots()[out];
      int channels = window.channels();
      int pixels = window.outHeight() * window.outWidth();
      Arrays.fill(to, 0, pixels * window.outChannels(), 0);
      for (int pixel = 0; pixel < pixels; pixel++) {
        int row = pixel / window.outWidth() * window.stride().rows();
        int column = pixel % window.outWidth() * window.stride().columns();
        int source = (row * window.width() + column) * channels;
        int target = pixel * window.outChannels() + channelsBefore;
        System.arraycopy(from, source, to, target, channels);
      }
    }
  }

  /** A scale and an offset for each channel of the first channels of a tensor. */
  record Scale(Rescale rescale, int pixels, int in, int pitch, int out) implements Step {
    @Override
    public void run(Kernels kernels, Memory memory) {
      int[] from = memory.slots()[in];
      int[] to = memory.slots()[out];
      int channels = rescale.channels();
      for (int pixel = 0; pixel < pixels; pixel++) {
        kernels.requantize(rescale, 1, from, pixel * pitch, to, pixel * channels);
      }
    }
  }

  /** The join of a residual block, in the buffer of its body. */
  record Join(Rescale rescale, int pixels, int shortcut, int slot) implements Step {
    @Override
    public void run(Kernels kernels, Memory memory) {
      int[] body = memory.slots()[slot];
      kernels.join(rescale, pixels, body, memory.slots()[shortcut], body, 0);
    }
  }

  /** A recurrent layer over its whole sequence; {@code out} holds the hidden state meanwhile. */
  record Recur(
      Cell cell,
      Gates gates,
      Sequence sequence,
      Product input,
      Product hidden,
      RecurrentSlots buffers,
      int in,
      int out)
      implements Step {
    @Override
    public void run(Kernels kernels, Memory memory) {
      int[][] slots = memory.slots();
      int units = gates.units();
      int[] features = slots[buffers.features()];
      int[] inputSums = slots[buffers.inputSums()];
      int[] hiddenSums = slots[buffers.hiddenSums()];
      int[] state = slots[buffers.state()];
      int[] past = slots[out];
      Arrays.fill(state, 0, units, 0);
      Arrays.fill(past, 0, units, 0);
      for (int step = 0; step < sequence.steps(); step++) {
        gather(step, slots[in], features);
        input.row(features, 0, memory.scratch(), inputSums);
        hidden.row(past, 0, memory.scratch(), hiddenSums);
        cell.step(kernels, gates, inputSums, hiddenSums, state, past);
      }
    }

    /** A step's features are channel after channel; the tensor has its channels last. */
    private void gather(int step, int[] from, int[] features) {
      int channels = sequence.channels();
      int run = sequence.run();
      for (int channel = 0; channel < channels; channel++) {
        int at = step * run * channels + channel;
        for (int i = 0; i < run; i++) {
          features[channel * run + i] = from[at + i * channels];
        }
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

  /**
   * Copies channels of every pixel.
   *
   * @param fromPitch all channels of a pixel of {@code in}
   * @param to the first channel that they become in {@code out}
   * @param toPitch all channels of a pixel of {@code out}
   */
  record Copy(int pixels, int channels, int in, int fromPitch, int out, int to, int toPitch)
      implements Step {
    @Override
    public void run(Kernels kernels, Memory memory) {
      int[] source = memory.slots()[in];
      int[] target = memory.slots()[out];
      for (int pixel = 0; pixel < pixels; pixel++) {
        System.arraycopy(source, pixel * fromPitch, target, pixel * toPitch + to, channels);
      }
    }
  }
}
