package org.dyadic.kernel.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import org.dyadic.kernel.Product;
import org.dyadic.kernel.Window;
import org.dyadic.model.Extent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableProductTest {

  private static Window window(int channels, int size, int width, int outputs, int stride) {
    int out = (width + 2 - size) / stride + 1;
    return new Window(
        channels,
        width,
        width,
        outputs,
        out,
        out,
        Extent.square(size),
        Extent.square(stride),
        Extent.square(1),
        1);
  }

  /** Two bits a weight in memory, whatever the vectors. */
  @Test
  void fourWeightsTakeAByte() {
    Window window = window(128, 3, 16, 64, 1);
    TableProduct product = new TableProduct(window, new byte[64 * 128 * 9], 0, 255);
    assertEquals(64 * 128 * 9 / 4, product.bytes());
  }

  /** Windows of every size and number of channels, also where multiplying is chosen. */
  @Test
  void windowsOfAllSizesAreThoseOfTheDefinition() {
    VectorKernels kernels =
        new VectorKernels() {
          @Override
          public Product product(Window window, byte[] codes, int min, int max) {
            return TableProduct.canDo(window, min, max)
                ? new TableProduct(window, codes, min, max)
                : super.product(window, codes, min, max);
          }
        };
    ProductComparison.runDense(kernels, 80);
    ProductComparison.runSquare(kernels, 40);
    ProductComparison.runDeep(kernels, 4);
  }

  /** Whichever units are chosen elsewhere. */
  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void allUnitsGiveTheSumsOfTheDefinition(boolean byRows, boolean apart) {
    VectorKernels kernels =
        new VectorKernels() {
          @Override
          public Product product(Window window, byte[] codes, int min, int max) {
            TableUnits units = new TableUnits(window, byRows, apart);
            return TableProduct.canDo(window, min, max) && TableProduct.fits(units, min, max)
                ? new TableProduct(units, codes, min, max)
                : super.product(window, codes, min, max);
          }
        };
    ProductComparison.runDense(kernels, 40);
    ProductComparison.runSquare(kernels, 40);
  }

  @Test
  void columnsHaveTablesOfTheirOwnWhereThatSavesVectors() {
    assertTrue(TableUnits.ofChannels(window(512, 3, 8, 512, 1), 16).apart(), "4 vectors, not 5");
    assertFalse(TableUnits.ofChannels(window(512, 3, 8, 64, 1), 16).apart(), "few outputs");
    assertFalse(TableUnits.ofChannels(window(512, 3, 16, 512, 1), 16).apart(), "large images");
  }

  @Test
  void tablesServeManyOutputsOfWindowsAtDistanceOne() {
    Window usual = window(64, 3, 16, 64, 1);
    assertInstanceOf(
        TableProduct.class, new TableKernels().product(usual, new byte[64 * 64 * 9], 0, 255));
    assertFalse(TableProduct.pays(window(64, 1, 16, 64, 1), 0, 255), "a table serves one position");
    assertTrue(TableProduct.pays(window(64, 3, 16, 2, 1), 0, 255), "lanes would stay empty");
    assertFalse(TableProduct.canDo(window(64, 3, 16, 64, 2), 0, 255), "stride");
    assertTrue(TableProduct.canDo(usual, 0, 910), "36 inputs of 910 fit 16 bits");
    assertTrue(TableProduct.canDo(usual, 0, 2730), "12 inputs of 2,730 do, in rows");
    assertFalse(TableProduct.canDo(usual, 0, 2731), "12 inputs of 2,731 do not");
  }

  /** Four neighbours of a row, or four channels: each input of a window stands in one unit. */
  @Test
  void unitsHoldEveryInputOnce() {
    for (int channels = 1; channels < 10; channels++) {
      for (boolean byRows : new boolean[] {false, true}) {
        for (int size = 1; size < 6; size++) {
          Window window = window(channels, size, 16, 8, 1);
          TableUnits units = new TableUnits(window, byRows, byRows);
          BitSet seen = new BitSet();
          for (int unit = 0; unit < units.count(); unit++) {
            for (int tap = 0; tap < units.taps(); tap++) {
              for (int i = 0; i < TableUnits.INPUTS; i++) {
                if (units.has(unit, i)) {
                  int weight = units.weight(unit, tap, i);
                  assertFalse(seen.get(weight), window + ", weight " + weight);
                  seen.set(weight);
                }
              }
            }
          }
          assertEquals(window.fanIn(), seen.cardinality());
          assertEquals(window.fanIn(), seen.length());
        }
      }
    }
  }

  /** Every output has a lane of its own, in a vector that begins at the same pixel. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void vectorsCoverEveryOutputOnce(boolean apart) {
    for (int lanes : new int[] {8, 16, 32}) {
      for (int width = 1; width < 70; width++) {
        Window window = window(1, 3, width, 1, 1);
        FlatImage image = new FlatImage(window, lanes, apart);
        BitSet seen = new BitSet();
        for (int y = 0; y < window.outHeight(); y++) {
          for (int x = 0; x < window.outWidth(); x++) {
            int lane = image.lane(y, x);
            assertFalse(seen.get(lane), "width " + width);
            seen.set(lane);
            assertTrue(lane / lanes < image.vectors(), "width " + width);
            int inputs = 0;
            for (int column = 0; column < 3; column++) {
              int plane = apart ? column : 0;
              int input = x + column - 1;
              int among = input - image.first(plane);
              if (among >= 0 && among < image.columns(plane)) {
                int at = lane + image.offset(1, column);
                assertEquals(image.pixel(y, input, plane), at, "width " + width);
                inputs++;
              }
            }
            int outside = (x == 0 ? 1 : 0) + (x == width - 1 ? 1 : 0);
            assertEquals(3 - outside, inputs, "width " + width);
          }
        }
        assertEquals(0, image.size() % lanes);
        assertTrue(image.size() >= (width + 2) * (apart ? width : width + 2));
      }
    }
  }
}
