package org.dyadic.kernel.vector;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.dyadic.kernel.Product;
import org.dyadic.kernel.Window;
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
      Window window = ConstantInputs.window(channels, 5, 33);
      byte[] codes = new byte[33 * 9 * channels];
      Arrays.fill(codes, (byte) weight);
      Product product = new ByteTableProduct(window, codes, min, max);
      ConstantInputs.sumsAre(product, window, weight * input, input);
    }
  }

  @Test
  void inputsOfTwoBitsAreSummedSo() {
    Window usual = ConstantInputs.window(64, 16, 64);
    byte[] codes = new byte[64 * 64 * 9];
    assertInstanceOf(ByteTableProduct.class, new TableKernels().product(usual, codes, 0, 3));
    assertInstanceOf(TableProduct.class, new TableKernels().product(usual, codes, 0, 7));
    assertTrue(ByteTableProduct.canDo(usual, -3, 3), "36 inputs of 3 fit 8 bits");
    assertFalse(ByteTableProduct.canDo(usual, 0, 4), "36 of 4 do not");
    assertTrue(
        ByteTableProduct.canDo(ConstantInputs.window(1213, 4, 4), 0, 3), "10,917 of 3 fit 16 bits");
    assertFalse(
        ByteTableProduct.canDo(ConstantInputs.window(1214, 4, 4), 0, 3), "10,926 of 3 do not");
  }
}
