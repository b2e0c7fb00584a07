package org.dyadic.kernel.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.dyadic.kernel.Product;
import org.dyadic.kernel.Scratch;
import org.dyadic.kernel.Window;
import org.dyadic.model.Extent;

/** Sums in closed form: all inputs and all weights are the same. */
final class ConstantInputs {
  private static final Extent ONE = Extent.square(1);

  private ConstantInputs() {}

  /** Windows of 3 x 3 with a border of zeros, on a square image. */
  static Window window(int channels, int width, int outputs) {
    return new Window(channels, width, width, outputs, width, width, Extent.square(3), ONE, ONE, 1);
  }

  /**
   * Asserts all sums of such windows.
   *
   * @param term what an input adds to a sum
   */
  static void sumsAre(Product product, Window window, int term, int input) {
    int[] in = new int[window.height() * window.width() * window.channels()];
    Arrays.fill(in, input);
    Scratch scratch = product.scratch().allocate();
    int outputs = window.outChannels();
    int[] sums = new int[window.outWidth() * outputs];
    for (int y = 0; y < window.outHeight(); y++) {
      product.row(in, y, scratch, sums);
      int rows = y == 0 || y == window.outHeight() - 1 ? 2 : 3;
      for (int i = 0; i < sums.length; i++) {
        int x = i / outputs;
        int columns = x == 0 || x == window.outWidth() - 1 ? 2 : 3;
        assertEquals(term * rows * columns * window.channels(), sums[i], window + ", sum " + i);
      }
    }
  }
}
