package org.dyadic.quant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ScalesTest {

  @Test
  void powersOfTwoAreFixedPointDownToTheSmallestFloat() {
    assertTrue(Scales.none().isFixedPoint());
    assertTrue(Scales.ofLayer(0.25f).isFixedPoint());
    assertTrue(Scales.ofChannels(1, 8, Float.MIN_VALUE, 0x1p127f).isFixedPoint());
    assertFalse(Scales.ofChannels(1, 3).isFixedPoint());
    assertFalse(Scales.ofLayer(3 * Float.MIN_VALUE).isFixedPoint());
    assertFalse(Scales.ofLayer(Math.nextUp(1f)).isFixedPoint());
    assertFalse(Scales.ofPlanes(new float[] {1}, new float[] {2}).isFixedPoint());
  }

  @Test
  void badScalesAreRefused() {
    for (float bad : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
      Exception wrong =
          assertThrows(IllegalArgumentException.class, () -> Scales.ofChannels(1, bad));
      assertEquals(
          "scales: scale 1 (=%s) must be finite and greater than 0".formatted(bad),
          wrong.getMessage());
      float[] negative = {bad};
      assertThrows(
          IllegalArgumentException.class, () -> Scales.ofPlanes(new float[] {1}, negative));
    }
    Exception uneven =
        assertThrows(
            IllegalArgumentException.class,
            () -> Scales.ofPlanes(new float[] {1, 1}, new float[] {1}));
    assertEquals("scales: 2 for codes above zero, 1 for codes below", uneven.getMessage());
    assertThrows(IllegalArgumentException.class, () -> Scales.ofPlanes(new float[0], new float[0]));
  }

  @Test
  void arraysAreCopiedInAndOut() {
    float[] mine = {1, 2};
    Scales scales = Scales.ofChannels(mine);
    mine[0] = 9;
    scales.positive()[1] = 9;
    assertArrayEquals(new float[] {1, 2}, scales.positive());
    assertEquals(Scales.ofChannels(1, 2), scales);
    assertEquals(2, scales.count());
    assertEquals(1, scales.planes());
  }

  @Test
  void oneScaleServesAllChannels() {
    assertArrayEquals(new double[] {3, 3}, Scales.ofLayer(3).positive(2));
    assertArrayEquals(new double[] {3, 3}, Scales.ofLayer(3).negative(2));
    assertArrayEquals(new double[] {1, 1}, Scales.none().positive(2));
    Scales planes = Scales.ofPlanes(new float[] {3, 4}, new float[] {5, 6});
    assertArrayEquals(new double[] {3, 4}, planes.positive(2));
    assertArrayEquals(new double[] {5, 6}, planes.negative(2));
  }
}
