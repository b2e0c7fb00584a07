package org.dyadic.kernel;

/**
 * The integer operations that every network is executed with, on arrays with channels last: row,
 * column, channel. Arrays may be longer than their tensor. The caller has proven that no result
 * overflows. Implementations have no state and return exactly the integers of {@link
 * ScalarKernels}.
 */
public interface Kernels {
  /** Values of a pixel. */
  int PIXEL_VALUES = 256;

  /** The provider's name, such as {@code scalar}. */
  String name();

  /**
   * Prepares the weights of a convolution, or of a fully connected layer, which is a convolution
   * with a window as large as its input.
   *
   * @param window sizes, stride, padding and groups
   * @param codes -127 .. 127 each: output channel, row, column, input channel of the group
   * @param min the least value of the input
   * @param max the largest
   */
  Product product(Window window, byte[] codes, int min, int max);

  /**
   * Looks the pixels of an image up.
   *
   * @param table what each value of a byte, read without sign, becomes: {@link #PIXEL_VALUES}
   *     entries a channel
   * @param pixels holds the image, channel after channel
   * @param from where it begins
   * @param area pixels of a channel
   * @param out receives the image, channels last
   */
  void lookUp(int[] table, byte[] pixels, int from, int area, int[] out);

  /** The largest element of the image in each window; every window holds one. */
  void maxPool(Window window, int[] in, int[] out);

  /** The sum of each window; windows lie inside the image. */
  void sumPool(Window window, int[] in, int[] out);

  /**
   * Adds each channel's bias.
   *
   * @param pixels how many times all channels follow
   * @param to where the results go in {@code out}
   */
  void addBias(int[] bias, int pixels, int[] sums, int[] out, int to);

  /**
   * {@code q = clip((m * acc + offset) >> shift)}.
   *
   * @param pixels how many times all channels follow
   * @param from where the accumulators begin
   * @param to where the results go in {@code out}, which may be {@code sums} at the same place
   */
  void requantize(Rescale rescale, int pixels, int[] sums, int from, int[] out, int to);

  /**
   * {@code q = clip((m * acc + offset + k * side) >> shift)}. The branches of a residual block meet
   * here, and the two planes of a layer.
   *
   * @param pixels how many times all channels follow
   * @param sums the accumulators, from 0
   * @param side the other branch or the negative plane, from {@code to}
   * @param to where the results go in {@code out}
   */
  void join(Rescale rescale, int pixels, int[] sums, int[] side, int[] out, int to);

  /**
   * One step of an LSTM from its sums; rows are units of i, f, g and o each.
   *
   * @param inputSums of the input's weights
   * @param hiddenSums of the hidden state's weights
   * @param cell the cell state, signed 16 bits in units of 2^-cellExponent, changed in place
   * @param hidden receives the hidden state, signed 8 bits in units of 2^-7
   */
  void lstm(Gates gates, int[] inputSums, int[] hiddenSums, int[] cell, int[] hidden);

  /**
   * One step of a GRU from its sums; rows are units of r, z and n each, offsets those of r, of z,
   * of n's input and of n's hidden state.
   *
   * @param inputSums of the input's weights
   * @param hiddenSums of the hidden state's weights
   * @param state the state, signed 16 bits in units of 2^-15, changed in place
   * @param hidden receives the hidden state, signed 8 bits in units of 2^-7
   */
  void gru(Gates gates, int[] inputSums, int[] hiddenSums, int[] state, int[] hidden);
}
