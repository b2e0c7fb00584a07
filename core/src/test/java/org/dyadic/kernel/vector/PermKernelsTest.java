package org.dyadic.kernel.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.stream.Stream;
import jdk.incubator.vector.ShortVector;
import org.dyadic.kernel.Product;
import org.dyadic.kernel.Scratch;
import org.dyadic.kernel.Window;
import org.dyadic.model.Extent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lookups in registers, as every kind of processor that has them would do them. */
class PermKernelsTest {
  private static final Extent ONE = Extent.square(1);

  @BeforeEach
  void needWideVectors() {
    assumeTrue(ShortVector.SPECIES_PREFERRED.length() >= PermTile.LANES);
  }

  private static Window window(int channels, int width, int outputs) {
    return new Window(channels, width, width, outputs, width, width, Extent.square(3), ONE, ONE, 1);
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
        Window window = window(channels, 5, outputs);
        Product product = new BytePermProduct(window, codes, min, max);
        sumsAre(product, window, weight * input, input);
      }
    }
  }

  private static void sumsAre(Product product, Window window, int term, int input) {
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

  @Test
  void theProcessorDecidesWhetherBytesAreLookedUp() {
    Window window = window(64, 16, 64);
    byte[] codes = new byte[64 * 64 * 9];
    PermKernels bytes = new PermKernels(true);
    assertInstanceOf(BytePermProduct.class, bytes.product(window, codes, 0, 3));
    assertInstanceOf(PermProduct.class, bytes.product(window, codes, 0, 7));
    PermKernels shorts = new PermKernels(false);
    assertInstanceOf(PermProduct.class, shorts.product(window, codes, 0, 3));
  }

  @Test
  void linuxTellsByFlags() {
    String name = "vendor_id\t: GenuineIntel";
    assertTrue(Processor.ofLinux(Stream.of(name, "flags\t\t: fpu avx512bw avx512vbmi gfni")));
    assertTrue(Processor.ofLinux(Stream.of(name, "flags\t\t: avx512vbmi")));
    assertFalse(Processor.ofLinux(Stream.of(name, "flags\t\t: avx512bw avx512_vbmi2")));
    assertFalse(Processor.ofLinux(Stream.of("model name\t: avx512vbmi")));
    assertFalse(Processor.ofLinux(Stream.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AMD64 Family 25 Model 97 Stepping 2, AuthenticAMD   | true",
        "Intel64 Family 6 Model 143 Stepping 8, GenuineIntel | true",
        "Intel64 Family 6 Model 85 Stepping 7, GenuineIntel  | false",
        "                                                    | false",
      })
  void windowsTellsByFamilyAndModel(String identifier, boolean bytes) {
    assertEquals(bytes, Processor.ofWindows(identifier));
  }
}
