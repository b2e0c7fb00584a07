package org.dyadic.kernel;

/**
 * The integer operations that every network is executed with, on planar arrays: channel, row,
 * column. Arrays may be longer than their tensor. The caller has proven that no result overflows.
 * Implementations have no state and return exactly the integers of {@link ScalarKernels}.
 */
public interface Kernels {

  /**
   * Sums of a convolution, without bias.
   *
   * @param window sizes, stride, padding and groups
   * @param weights output channel, input channel of the group, row, column
   * @param in the input
   * @param patches scratch space of window.patchSize() elements
   * @param sums receives the sums
   */
  void convolution(Window window, int[] weights, int[] in, int[] patches, int[] sums);

  /**
   * Sums of a fully connected layer, without bias.
   *
   * @param weights output, input
   * @param inputs how many inputs there are
   * @param outputs how many outputs there are
   */
  void fullyConnected(int[] weights, int inputs, int outputs, int[] in, int[] sums);

  /** The largest element of the image in each window; every window holds one. */
  void maxPool(Window window, int[] in, int[] out);

  /** The sum of each window; windows lie inside the image. */
  void sumPool(Window window, int[] in, int[] out);

  /**
   * Every stride-th row and column, after {@code channelsBefore} channels of zeros; the channels
   * after the last real one are zeros too.
   */
  void subsample(Window window, int channelsBefore, int[] in, int[] out);

  /**
   * Adds each channel's bias in place.
   *
   * @param area elements of one channel
   */
  void addBias(int[] bias, int area, int[] values);

  /**
   * {@code q = clip((m * acc + offset) >> shift)} in place.
   *
   * @param area elements of one channel
   */
  void requantize(Rescale rescale, int area, int[] values);

  /**
   * {@code q = clip((m * acc + offset + k * shortcut) >> shift)} in place. The branches of a
   * residual block meet here, and the two planes of a layer.
   *
   * @param area elements of one channel
   * @param shortcut the other branch or the negative plane, another array than {@code values}
   */
  void join(Rescale rescale, int area, int[] shortcut, int[] values);

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
