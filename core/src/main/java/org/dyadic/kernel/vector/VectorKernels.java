package org.dyadic.kernel.vector;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.dyadic.kernel.Rescale;
import org.dyadic.kernel.ScalarKernels;
import org.dyadic.kernel.Window;

/**
 * What every vector provider shares: requantization, joins and pools in vectors of the machine's
 * preferred size, channels beside each other. Where results may leave 32 bits the definition runs.
 */
class VectorKernels extends ScalarKernels {
  private static final VectorSpecies<Integer> SPECIES = IntVector.SPECIES_PREFERRED;

  @Override
  public void addBias(int[] bias, int pixels, int[] sums, int[] out, int to) {
    int channels = bias.length;
    int c = 0;
    for (; c <= channels - SPECIES.length(); c += SPECIES.length()) {
      IntVector some = IntVector.fromArray(SPECIES, bias, c);
      for (int i = c; i < pixels * channels; i += channels) {
        IntVector.fromArray(SPECIES, sums, i).add(some).intoArray(out, to + i);
      }
    }
    for (; c < channels; c++) {
      for (int i = c; i < pixels * channels; i += channels) {
        out[to + i] = sums[i] + bias[c];
      }
    }
  }

  @Override
  public void requantize(Rescale rescale, int pixels, int[] sums, int from, int[] out, int to) {
    int channels = rescale.channels();
    if (!rescale.narrow() || channels < SPECIES.length()) {
      super.requantize(rescale, pixels, sums, from, out, to);
      return;
    }
    int lanes = SPECIES.length();
    int c = 0;
    for (; c <= channels - lanes; c += lanes) {
      requantize(rescale, c, pixels, sums, from, out, to);
    }
    for (; c < channels; c++) {
      int multiplier = rescale.multiplier()[c];
      int offset = rescale.offset()[c];
      for (int i = c; i < pixels * channels; i += channels) {
        int product = multiplier * sums[from + i] + offset;
        out[to + i] = clip(product >> rescale.shift(), rescale);
      }
    }
  }

  private static int clip(int value, Rescale r) {
    return Math.min(Math.max(value, r.min()), r.max());
  }

  /** A vector of channels of all pixels, so that their factors are loaded once. */
  private static void requantize(
      Rescale r, int channel, int pixels, int[] sums, int from, int[] out, int to) {
    IntVector multiplier = IntVector.fromArray(SPECIES, r.multiplier(), channel);
    IntVector offset = IntVector.fromArray(SPECIES, r.offset(), channel);
    int channels = r.channels();
    int shift = r.shift();
    for (int i = channel; i < pixels * channels; i += channels) {
      IntVector.fromArray(SPECIES, sums, from + i)
          .mul(multiplier)
          .add(offset)
          .lanewise(VectorOperators.ASHR, shift)
          .max(r.min())
          .min(r.max())
          .intoArray(out, to + i);
    }
  }

  @Override
  public void join(Rescale rescale, int pixels, int[] sums, int[] side, int[] out, int to) {
    int channels = rescale.channels();
    if (!rescale.narrow() || channels < SPECIES.length()) {
      super.join(rescale, pixels, sums, side, out, to);
      return;
    }
    int lanes = SPECIES.length();
    int c = 0;
    for (; c <= channels - lanes; c += lanes) {
      join(rescale, c, pixels, sums, side, out, to);
    }
    for (; c < channels; c++) {
      int multiplier = rescale.multiplier()[c];
      int other = rescale.sideMultiplier()[c];
      int offset = rescale.offset()[c];
      for (int i = c; i < pixels * channels; i += channels) {
        int product = multiplier * sums[i] + offset + other * side[to + i];
        out[to + i] = clip(product >> rescale.shift(), rescale);
      }
    }
  }

  /** As {@link #requantize}. */
  private static void join(
      Rescale r, int channel, int pixels, int[] sums, int[] side, int[] out, int to) {
    IntVector multiplier = IntVector.fromArray(SPECIES, r.multiplier(), channel);
    IntVector other = IntVector.fromArray(SPECIES, r.sideMultiplier(), channel);
    IntVector offset = IntVector.fromArray(SPECIES, r.offset(), channel);
    int channels = r.channels();
    int shift = r.shift();
    for (int i = channel; i < pixels * channels; i += channels) {
      IntVector term = IntVector.fromArray(SPECIES, side, to + i).mul(other);
      IntVector.fromArray(SPECIES, sums, i)
          .mul(multiplier)
          .add(offset)
          .add(term)
          .lanewise(VectorOperators.ASHR, shift)
          .max(r.min())
          .min(r.max())
          .intoArray(out, to + i);
    }
  }

  /** Windows of 2 x 2 without padding or overlap, the usual ones; others by the definition. */
  @Override
  public void maxPool(Window window, int[] in, int[] out) {
    boolean usual =
        window.size().rows() == 2
            && window.size().columns() == 2
            && window.padding().rows() == 0
            && window.padding().columns() == 0;
    if (!usual || window.channels() % SPECIES.length() != 0) {
      super.maxPool(window, in, out);
      return;
    }
    int channels = window.channels();
    int line = window.width() * channels;
    for (int y = 0; y < window.outHeight(); y++) {
      int row = y * window.stride().rows() * line;
      for (int x = 0; x < window.outWidth(); x++) {
        int from = row + x * window.stride().columns() * channels;
        maxOfFour(in, from, channels, line, out, (y * window.outWidth() + x) * channels);
      }
    }
  }

  private static void maxOfFour(int[] in, int from, int channels, int line, int[] out, int to) {
    for (int c = 0; c < channels; c += SPECIES.length()) {
      IntVector upper =
          IntVector.fromArray(SPECIES, in, from + c)
              .max(IntVector.fromArray(SPECIES, in, from + channels + c));
      IntVector lower =
          IntVector.fromArray(SPECIES, in, from + line + c)
              .max(IntVector.fromArray(SPECIES, in, from + line + channels + c));
      upper.max(lower).intoArray(out, to + c);
    }
  }
}
