package org.dyadic.kernel.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.dyadic.kernel.Product;
import org.dyadic.kernel.Scratch;
import org.dyadic.kernel.Window;
import org.dyadic.model.Extent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShuffleProductTest {

  private static Window fullyConnected(int inputs, int outputs) {
    Extent one = Extent.square(1);
    return new Window(inputs, 1, 1, outputs, 1, 1, one, one, Extent.square(0), 1);
  }

  /** Also where other products are chosen: windows of many pixels, strides, odd channels. */
  @Test
  void windowsOfAllKindsAreThoseOfTheDefinition() {
    VectorKernels kernels =
        new VectorKernels() {
          @Override
          public Product product(Window window, byte[] codes, int min, int max) {
            return ShuffleProduct.canDo(window, min, max)
                ? new ShuffleProduct(window, codes, min, max)
                : super.product(window, codes, min, max);
          }
        };
    ProductComparison.run(kernels, 60);
    ProductComparison.runNarrow(kernels, 60);
    ProductComparison.runSquare(kernels, 20);
    ProductComparison.runDeep(kernels, 4);
  }

  /**
   * All inputs at one end and all weights of one sign: every entry that is looked up is the largest
   * or the least, and sums of bytes come as near to their end as they can.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 255, 255",
    "1, 255, 0",
    "-1, 255, 255",
    "-1, 255, -255",
    "1, 255, -255",
    "0, 255, 255",
    "1, 128, -128",
    "-1, 128, -128",
    "1, 8, 8",
    "-1, 7, 7",
    "1, 7, -7",
    "1, 3, 3",
    "-1, 3, -3",
    "1, 1, 1",
    "-1, 1, 1",
    "0, 0, 0"
  })
  void sumsOfThousandsOfExtremesAreExact(int weight, int largest, int input) {
    for (int inputs : new int[] {1, 2, 3, 4, 15, 16, 17, 255, 256, 257, 511, 1023, 4099}) {
      int outputs = 100;
      byte[] codes = new byte[outputs * inputs];
      Arrays.fill(codes, (byte) weight);
      ShuffleProduct product =
          new ShuffleProduct(fullyConnected(inputs, outputs), codes, -largest, largest);
      Scratch scratch = product.scratch().allocate();
      Arrays.fill(scratch.bytes(), (byte) -1);
      int[] in = new int[inputs];
      Arrays.fill(in, input);
      int[] sums = new int[outputs];
      product.row(in, 0, scratch, sums);
      for (int sum : sums) {
        assertEquals(weight * input * inputs, sum, inputs + " inputs, at most " + largest);
      }
    }
  }

  /** Two bits a weight in memory, as long as channels are even. */
  @Test
  void fourWeightsTakeAByte() {
    Window window = fullyConnected(512, 96);
    assertEquals(512 * 96 / 4, new ShuffleProduct(window, new byte[512 * 96], 0, 255).bytes());
  }

  /**
   * A group of fewer outputs than a vector has takes no more either, but what the last load reads.
   */
  @Test
  void outputsThatFillNoVectorAreNotPadded() {
    Window window = fullyConnected(512, 74);
    long beyond = 16 - 74 % 16;
    ShuffleProduct product = new ShuffleProduct(window, new byte[512 * 74], 0, 255);
    assertEquals(512 * 74 / 4 + beyond, product.bytes());
  }

  /** A layer that sees a whole image of one channel is a pixel of many channels. */
  @Test
  void noTableIsLeftHalfEmpty() {
    Extent all = new Extent(64, 3);
    Extent none = Extent.square(0);
    Window window = new Window(1, 64, 3, 32, 1, 1, all, Extent.square(1), none, 1);
    assertEquals(
        32 * 64 * 3 / 4, new ShuffleProduct(window, new byte[32 * 64 * 3], 0, 255).bytes());
  }

  /** A window as large as its input may still begin in its padding. */
  @Test
  void windowsThatBeginInThePaddingAreNoPixels() {
    Extent three = Extent.square(3);
    Window window = new Window(2, 3, 3, 16, 1, 1, three, three, Extent.square(1), 1);
    byte[] codes = new byte[16 * 18];
    Arrays.fill(codes, (byte) 1);
    ShuffleProduct product = new ShuffleProduct(window, codes, 0, 255);
    int[] in = new int[18];
    Arrays.setAll(in, i -> i / 2 < 8 ? 1 << (i / 2) : 255);
    int[] sums = new int[16];
    product.row(in, 0, product.scratch().allocate(), sums);
    assertEquals(2 * (1 + 2 + 8 + 16), sums[0]);
  }

  @Test
  void layersOfOnePixelAreSummedSo() {
    Window window = fullyConnected(64, 10);
    assertInstanceOf(
        ShuffleProduct.class, new TableKernels().product(window, new byte[640], 0, 255));
    assertTrue(ShuffleProduct.canDo(window, -255, 255), "two inputs of 255 fit ten bits");
    assertFalse(ShuffleProduct.canDo(window, 0, 256), "two of 256 do not");
    assertFalse(ShuffleProduct.canDo(window, -256, 0), "two of -256 neither");
  }
}
