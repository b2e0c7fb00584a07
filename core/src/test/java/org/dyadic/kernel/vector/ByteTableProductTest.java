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
import org.junit.jupiter.params.provider.ValueSource;

class ByteTableProductTest {
  private static VectorKernels bytes(boolean apart) {
    return new VectorKernels() {
      @Override
      public Product product(Window window, byte[] codes, int min, int max) {
        return ByteTableProduct.canDo(window, min, max)
            ? new ByteTableProduct(new TableUnits(window, false, apart), codes, min, max)
            : super.product(window, codes, min, max);
      }
    };
  }

  private static Window window(int channels, int width, int outputs) {
    Extent one = Extent.square(1);
    return new Window(channels, width, width, outputs, width, width, Extent.square(3), one, one, 1);
  }

  /** Also where sums of 16 bits would be chosen. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void windowsOfNinePositionsAreThoseOfTheDefinition(boolean apart) {
    VectorKernels kernels = bytes(apart);
    ProductComparison.runSquare(kernels, 60);
    ProductComparison.runNarrow(kernels, 40);
    ProductComparison.runDense(kernels, 40);
  }

  /** All inputs at one end and all weights of one sign: a table's sums end at 108 of 127. */
  @ParameterizedTest
  @CsvSource({"1, 0, 3, 3", "-1, 0, 3, 3", "1, -2, 1, -2", "-1, -2, 1, -2", "1, -3, 0, -3"})
  void sumsOfExtremesAreExact(int weight, int min, int max, int input) {
    for (int channels : new int[] {1, 4, 5, 8, 200, 600}) {
      Window window = window(channels, 5, 33);
      byte[] codes = new byte[33 * 9 * channels];
      Arrays.fill(codes, (byte) weight);
      Product product = new ByteTableProduct(window, codes, min, max);
      int[] in = new int[25 * channels];
      Arrays.fill(in, input);
      Scratch scratch = product.scratch().allocate();
      int[] sums = new int[5 * 33];
      for (int y = 0; y < 5; y++) {
        product.row(in, y, scratch, sums);
        int rows = y == 0 || y == 4 ? 2 : 3;
        for (int i = 0; i < sums.length; i++) {
          int columns = i / 33 == 0 || i / 33 == 4 ? 2 : 3;
          assertEquals(weight * input * rows * columns * channels, sums[i], channels + " channels");
        }
      }
    }
  }

  @Test
  void inputsOfTwoBitsAreSummedSo() {
    Window usual = window(64, 16, 64);
    byte[] codes = new byte[64 * 64 * 9];
    assertInstanceOf(ByteTableProduct.class, new TableKernels().product(usual, codes, 0, 3));
    assertInstanceOf(TableProduct.class, new TableKernels().product(usual, codes, 0, 7));
    assertTrue(ByteTableProduct.canDo(usual, -3, 3), "36 inputs of 3 fit 8 bits");
    assertFalse(ByteTableProduct.canDo(usual, 0, 4), "36 of 4 do not");
    assertTrue(ByteTableProduct.canDo(window(1213, 4, 4), 0, 3), "10,917 of 3 fit 16 bits");
    assertFalse(ByteTableProduct.canDo(window(1214, 4, 4), 0, 3), "10,926 of 3 do not");
  }
}
