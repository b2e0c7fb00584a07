package org.dyadic.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ValueScaleTest {

  @Test
  void theSmallestAndLargestBecomeTheEndsOfEachChannel() {
    ValueScale scale = ValueScale.of(new float[][] {{-1, 0, 100, 300}, {1, 0.5f, 200, 200}}, 2);
    assertEquals(-1, scale.offset(0));
    assertEquals(127.5, scale.factor(0));
    assertEquals(100, scale.offset(1));
    assertEquals(255 / 200.0, scale.factor(1));
    byte[] row = scale.apply(new float[] {-1, 1, 100, 300});
    assertArrayEquals(new byte[] {0, (byte) 255, 0, (byte) 255}, row);
  }

  @Test
  void valuesRoundHalfUpAndSaturate() {
    ValueScale scale = new ValueScale(new double[] {10}, new double[] {2});
    float[] values = {10.24f, 10.25f, 10.75f, 9.75f, -1e30f, 137.5f, 137.24f, 1e30f};
    byte[] expected = {0, 1, 2, 0, 0, (byte) 255, (byte) 254, (byte) 255};
    assertArrayEquals(expected, scale.apply(values));
    ValueScale extreme = new ValueScale(new double[] {-3.4e38}, new double[] {1e300});
    assertArrayEquals(
        new byte[] {(byte) 255, 0}, extreme.apply(new float[] {3e38f, -Float.MAX_VALUE}));
  }

  /** One value of 10^6 among 10,000 must not take all steps from the others. */
  @Test
  void outliersDoNotTakeTheSteps() {
    float[][] rows = new float[100][100];
    Random random = new Random(3);
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] = random.nextFloat();
      }
    }
    rows[50][50] = 1e6f;
    ValueScale scale = ValueScale.of(rows, 1);
    assertEquals(0, scale.offset(0), 1e-3);
    assertTrue(scale.factor(0) > 255 / 1.51, scale.toString());
    assertEquals((byte) 255, scale.apply(rows[50])[50]);
  }

  @Test
  void aNormalChannelLosesNothing() {
    float[][] rows = new float[50][200];
    Random random = new Random(4);
    float largest = 0;
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) random.nextGaussian();
        largest = Math.max(largest, row[i]);
      }
    }
    ValueScale scale = ValueScale.of(rows, 1);
    assertEquals(largest, scale.offset(0) + 255 / scale.factor(0), 1e-6);
  }

  @Test
  void constantAndRareChannelsHaveAScale() {
    float[][] rows = new float[3000][2];
    rows[7][1] = 5;
    ValueScale scale = ValueScale.of(rows, 2);
    assertEquals(0, scale.factor(0));
    assertEquals(0, scale.apply(new float[] {9, 0})[0]);
    assertEquals(51, scale.factor(1));
    assertEquals((byte) 255, scale.apply(rows[7])[1]);
  }

  @Test
  void numbersAreChecked() {
    for (double[] bad :
        new double[][] {{Double.NaN, 1}, {0, Double.POSITIVE_INFINITY}, {0, -1}, {0, Double.NaN}}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new ValueScale(new double[] {bad[0]}, new double[] {bad[1]}));
    }
    assertThrows(
        IllegalArgumentException.class, () -> new ValueScale(new double[1], new double[2]));
    assertThrows(
        IllegalArgumentException.class, () -> new ValueScale(new double[0], new double[0]));
    ValueScale two = new ValueScale(new double[2], new double[] {1, 2});
    assertThrows(IllegalArgumentException.class, () -> two.apply(new float[3]));
    assertEquals(two, new ValueScale(new double[2], new double[] {1, 2}));
    assertNotEquals(two, new ValueScale(new double[2], new double[] {1, 3}));
  }
}
