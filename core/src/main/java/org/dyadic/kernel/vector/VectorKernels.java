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
  public void requantize(Rescale rescale, int pixels, int[] sums, int from, int[] out, int to) {
    int channels = rescale.channels();
    if (!rescale.narrow() || channels < SPECIES.length()) {
      super.requantize(rescale, pixels, sums, from, out, to);
      return;
    }
    for (int i = 0; i < pixels * channels; i += channels) {
      requantize(rescale, sums, from + i, out, to + i);
    }
  }

  private static IntVector load(int[] from, int at) {
    return IntVector.fromArray(SPECIES, from, at);
  }

  private static void requantize(Rescale r, int[] sums, int from, int[] out, int to) {
    int[] multiplier = r.multiplier();
    int[] offset = r.offset();
    int channels = multiplier.length;
    int shift = r.shift();
    int c = 0;
    for (; c <= channels - SPECIES.length(); c += SPECIES.length()) {
      load(sums, from + c)
          .mul(load(multiplier, c))
          .add(load(offset, c))
          .lanewise(VectorOperators.ASHR, shift)
          .max(r.min())
          .min(r.max())
          .intoArray(out, to + c);
    }
    for (; c < channels; c++) {
      int product = multiplier[c] * sums[from + c] + offset[c];
      out[to + c] = Math.min(Math.max(product >> shift, r.min()), r.max());
    }
  }

  @Override
  public void join(Rescale rescale, int pixels, int[] sums, int[] side, int[] out, int to) {
    int channels = rescale.channels();
    if (!rescale.narrow() || channels < SPECIES.length()) {
      super.join(rescale, pixels, sums, side, out, to);
      return;
    }
    for (int i = 0; i < pixels * channels; i += channels) {
      join(rescale, sums, i, side, out, to + i);
    }
  }

  private static void join(Rescale r, int[] sums, int from, int[] side, int[] out, int to) {
    int[] multiplier = r.multiplier();
    int[] other = r.sideMultiplier();
    int[] offset = r.offset();
    int channels = multiplier.length;
    int shift = r.shift();
    int c = 0;
    for (; c <= channels - SPECIES.length(); c += SPECIES.length()) {
      IntVector term = load(side, to + c).mul(load(other, c));
      load(sums, from + c)
          .mul(load(multiplier, c))
          .add(load(offset, c))
          .add(term)
          .lanewise(VectorOperators.ASHR, shift)
          .max(r.min())
          .min(r.max())
          .intoArray(out, to + c);
    }
    for (; c < channels; c++) {
      int product = multiplier[c] * sums[from + c] + offset[c] + other[c] * side[to + c];
      out[to + c] = Math.min(Math.max(product >> shift, r.min()), r.max());
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
      IntVector upper = load(in, from + c).max(load(in, from + channels + c));
      IntVector lower = load(in, from + line + c).max(load(in, from + line + channels + c));
      upper.max(lower).intoArray(out, to + c);
    }
  }
}
