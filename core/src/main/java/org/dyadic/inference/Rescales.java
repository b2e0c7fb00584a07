package org.dyadic.inference;

import java.util.Arrays;
import org.dyadic.kernel.Rescale;
import org.dyadic.quant.AccumulatorProof;
import org.dyadic.quant.Epilogue;

/** Requantizations as the kernels want them: bias and rounding half are one number. */
final class Rescales {
  private Rescales() {}

  /**
   * A requantization.
   *
   * @param sideMultiplier of a shortcut or of the negative plane, empty where there is neither
   * @param proof says whether 32 bits do
   */
  static Rescale of(Epilogue.Requantize requantize, int[] sideMultiplier, AccumulatorProof proof) {
    return of(requantize, offset(requantize), sideMultiplier, proof.narrow());
  }

  /**
   * A requantization of accumulators that lack their bias: {@code m * acc + (m * bias + b + half)},
   * where 32 bits do and {@link #fits} holds.
   */
  static Rescale withBias(int[] bias, Epilogue.Requantize requantize, int[] sideMultiplier) {
    return of(requantize, offset(bias, requantize), sideMultiplier, true);
  }

  /** Whether {@code m * bias + b + half} fits 32 bits for every channel. */
  static boolean fits(int[] bias, Epilogue.Requantize requantize) {
    return Arrays.stream(offset(bias, requantize)).allMatch(all -> all == (int) all);
  }

  private static long[] offset(int[] bias, Epilogue.Requantize requantize) {
    long[] offset = offset(requantize);
    int[] multiplier = requantize.multiplier();
    for (int channel = 0; channel < offset.length; channel++) {
      offset[channel] += (long) multiplier[channel] * bias[channel];
    }
    return offset;
  }

  private static long[] offset(Epilogue.Requantize requantize) {
    int shift = requantize.shift();
    long half = shift == 0 ? 0 : 1L << (shift - 1);
    long[] offset = requantize.bias();
    for (int channel = 0; channel < offset.length; channel++) {
      offset[channel] += half;
    }
    return offset;
  }

  private static Rescale of(
      Epilogue.Requantize requantize, long[] offset, int[] sideMultiplier, boolean narrow) {
    return Rescale.of(
        requantize.multiplier(),
        offset,
        sideMultiplier,
        requantize.shift(),
        Math.toIntExact(requantize.output().min()),
        Math.toIntExact(requantize.output().max()),
        narrow);
  }
}
