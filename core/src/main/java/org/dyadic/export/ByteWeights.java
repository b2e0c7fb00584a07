package org.dyadic.export;

import org.dyadic.quant.Epilogue;
import org.dyadic.quant.Grid;

/**
 * The weights, biases and scales of a layer whose channels are {@link ByteChannel}s.
 *
 * @param bytes codes times their channel's factor, in the order of the codes
 * @param channels the channels
 */
record ByteWeights(byte[] bytes, ByteChannel[] channels) {

  /**
   * Fits every channel.
   *
   * @param codes as many an output channel, channel after channel
   * @param input the grid of the input
   * @param rule what becomes of the sums
   */
  static ByteWeights of(byte[] codes, Grid input, Epilogue.Requantize rule, ByteTally tally) {
    int outputs = rule.multiplier().length;
    int fanIn = codes.length / outputs;
    byte[] bytes = new byte[codes.length];
    ByteChannel[] channels = new ByteChannel[outputs];
    for (int o = 0; o < outputs; o++) {
      long min = 0;
      long max = 0;
      int largest = 1;
      for (int i = o * fanIn; i < (o + 1) * fanIn; i++) {
        long low = codes[i] * input.min();
        long high = codes[i] * input.max();
        min += Math.min(low, high);
        max += Math.max(low, high);
        largest = Math.max(largest, Math.abs(codes[i]));
      }
      channels[o] = ByteChannel.fit(rule, o, largest, min, max);
      tally.add(channels[o]);
      for (int i = o * fanIn; i < (o + 1) * fanIn; i++) {
        bytes[i] = (byte) (codes[i] * channels[o].factor());
      }
    }
    return new ByteWeights(bytes, channels);
  }

  /** The number of channels. */
  int count() {
    return channels.length;
  }

  /** The biases, one a channel. */
  int[] biases() {
    int[] biases = new int[channels.length];
    for (int o = 0; o < biases.length; o++) {
      biases[o] = channels[o].bias();
    }
    return biases;
  }

  /** The scales times 2^exponent, one a channel. */
  float[] scales(int exponent) {
    float[] scales = new float[channels.length];
    for (int o = 0; o < scales.length; o++) {
      scales[o] = Math.scalb(channels[o].scale(), exponent);
    }
    return scales;
  }
}
