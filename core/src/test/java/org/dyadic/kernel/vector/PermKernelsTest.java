package org.dyadic.kernel.vector;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import jdk.incubator.vector.ShortVector;
import org.dyadic.kernel.Product;
import org.dyadic.kernel.Window;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lookups in registers, as every kind of processor that has them would do them. */
class PermKernelsTest {
  @BeforeEach
  void needWideVectors() {
    assumeTrue(ShortVector.SPECIES_PREFERRED.length() >= PermTile.LANES);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void narrowInputsGiveTheIntegersOfTheDefinition(boolean bytes) {
    PermKernels kernels = new PermKernels(bytes);
    ProductComparison.runNarrow(kernels, 80);
    ProductComparison.runSquare(kernels, 40);
  }

  /** All inputs at one end and all weights of one sign, in every sum of a block. */
  @ParameterizedTest
  @CsvSource({"1, 0, 3, 3", "-1, 0, 3, 3", "1, -2, 1, -2", "-1, -2, 1, -2", "1, -3, 0, -3"})
  void sumsOfExtremesAreExact(int weight, int min, int max, int input) {
    for (int channels : new int[] {1, 4, 5, 200, 600}) {
      for (int outputs : new int[] {33, 64, 65, 129}) {
        byte[] codes = new byte[outputs * 9 * channels];
        Arrays.fill(codes, (byte) weight);
        Window window = ConstantInputs.window(channels, 5, outputs);
        Product product = new BytePermProduct(window, codes, min, max);
        ConstantInputs.sumsAre(product, window, weight * input, input);
      }
    }
  }

  @Test
  void theProcessorDecidesWhetherBytesAreLookedUp() {
    Window window = ConstantInputs.window(64, 16, 64);
    byte[] codes = new byte[64 * 64 * 9];
    PermKernels bytes = new PermKernels(true);
    assertInstanceOf(BytePermProduct.class, bytes.product(window, codes, 0, 3));
    assertInstanceOf(PermProduct.class, bytes.product(window, codes, 0, 7));
    PermKernels shorts = new PermKernels(false);
    assertInstanceOf(PermProduct.class, shorts.product(window, codes, 0, 3));
  }
}
