package org.dyadic.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.dyadic.data.Preprocessing.Fit;
import org.junit.jupiter.api.Test;

class ResamplerTest {

  private static byte[] scale(byte[] source, int h, int w, int height, int width, Fit fit) {
    byte[] target = new byte[height * width];
    new Resampler(h, w, height, width, fit).scale(source, target, 0);
    return target;
  }

  @Test
  void theSameSizeIsTheSameImage() {
    byte[] source = new byte[7 * 9];
    new Random(1).nextBytes(source);
    for (Fit fit : Fit.values()) {
      assertArrayEquals(source, scale(source, 7, 9, 7, 9, fit));
    }
  }

  @Test
  void aConstantImageStaysConstantAtEverySize() {
    for (int value : new int[] {0, 1, 127, 128, 254, 255}) {
      byte[] source = new byte[13 * 6];
      Arrays.fill(source, (byte) value);
      for (int size = 1; size < 30; size++) {
        for (byte pixel : scale(source, 13, 6, size, 30 - size, Fit.STRETCH)) {
          assertEquals((byte) value, pixel);
        }
      }
    }
  }

  /**
   * Halving: the triangle of reach 2 has the weights 1 3 3 1 (/ 8) inside, and 3 3 1 (/ 7) at the
   * ends, where the outermost would lie outside.
   */
  @Test
  void halvingAveragesWithTheTrianglesWeights() {
    byte[] source = {(byte) 80, 16, 0, 0, (byte) 160, (byte) 240};
    int first = Math.round((3 * 80 + 3 * 16) / 7f);
    int middle = Math.round((16 + 160) / 8f);
    int last = Math.round((3 * 160 + 3 * 240) / 7f);
    byte[] expected = {(byte) first, (byte) middle, (byte) last};
    assertArrayEquals(expected, scale(source, 1, 6, 1, 3, Fit.STRETCH));
    assertArrayEquals(expected, scale(source, 6, 1, 3, 1, Fit.STRETCH));
  }

  /** Doubling: linear interpolation at a quarter and three quarters. */
  @Test
  void doublingInterpolates() {
    byte[] source = {0, 100, (byte) 200};
    assertArrayEquals(
        new byte[] {0, 25, 75, 125, (byte) 175, (byte) 200},
        scale(source, 1, 3, 1, 6, Fit.STRETCH));
  }

  @Test
  void croppingCutsTheMiddleOfTheLongerSide() {
    byte[] wide = {1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16};
    assertArrayEquals(new byte[] {3, 4, 13, 14}, scale(wide, 2, 6, 2, 2, Fit.CROP));
    byte[] tall = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    assertArrayEquals(new byte[] {5, 6, 7, 8}, scale(tall, 6, 2, 2, 2, Fit.CROP));
  }

  @Test
  void croppingToAnotherAspectStartsBetweenPixels() {
    byte[] twoRows = {0, 100, (byte) 200, 0, 100, (byte) 200};
    assertArrayEquals(
        new byte[] {50, (byte) 150, 50, (byte) 150}, scale(twoRows, 2, 3, 2, 2, Fit.CROP));
  }
}
