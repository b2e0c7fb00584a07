package org.dyadic.train.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrozenWeightsTest {
  private static final double[] SHARES = {0.5, 0.75, 0.82, 1};

  private static FrozenWeights fresh(WeightLayer layer) {
    FrozenWeights frozen = new FrozenWeights(layer, new MethodState());
    frozen.release();
    return frozen;
  }

  private static double[] shares(int epochs) {
    double[] found = new double[epochs];
    Arrays.setAll(found, epoch -> FrozenWeights.share(SHARES, epoch, epochs));
    return found;
  }

  @Test
  void eventsAreSpreadOverThePhase() {
    assertArrayEquals(new double[] {1}, shares(1));
    assertArrayEquals(new double[] {0.75, 1}, shares(2));
    assertArrayEquals(new double[] {0.5, 0.75, 0.82, 1}, shares(4));
    assertArrayEquals(new double[] {0.5, 0.75, 0.75, 0.82, 1, 1}, shares(6));
    double[] many = shares(100);
    for (int epoch = 0; epoch < 100; epoch++) {
      assertEquals(SHARES[epoch / 25], many[epoch], "epoch " + epoch);
    }
  }

  @Test
  void theLargestAreFrozenFirstAndOfEqualsThoseThatComeFirst() {
    WeightLayer layer = Setups.layers(2, 6).getFirst();
    float[] w = {9, 0.1f, -0.7f, 0.7f, -0.2f, 0.7f, 0};
    FrozenWeights frozen = fresh(layer);
    frozen.grow(layer, 0.34, (block, value) -> Math.signum(value), w);
    assertArrayEquals(new float[] {9, 0.1f, -1, 1, -0.2f, 0.7f, 0}, w);
    frozen.grow(layer, 0.34, (block, value) -> 5, w);
    assertArrayEquals(new float[] {9, 0.1f, -1, 1, -0.2f, 0.7f, 0}, w, "the share is reached");
    frozen.grow(layer, 0.8, (block, value) -> 5, w);
    assertArrayEquals(new float[] {9, 5, -1, 1, 5, 5, 0}, w);
  }

  @Test
  void frozenWeightsComeBackAndOthersStay() {
    WeightLayer layer = Setups.layers(2, 4).getFirst();
    float[] w = {0, 4, 3, 2, 1};
    FrozenWeights frozen = fresh(layer);
    frozen.grow(layer, 0.5, (block, value) -> 0, w);
    Arrays.fill(w, 7);
    frozen.restore(layer, w);
    assertArrayEquals(new float[] {7, 0, 0, 7, 7}, w);
    assertTrue(frozen.holds(layer, 2));
    assertFalse(frozen.holds(layer, 3));
  }

  @Test
  void theShareIsThatOfEveryBlock() {
    WeightLayer layer = Setups.layer("conv1", 0, List.of(3, 8), 2, 3);
    float[] w = new float[24];
    for (int i = 0; i < 24; i++) {
      w[i] = i + 1;
    }
    FrozenWeights frozen = fresh(layer);
    frozen.grow(layer, 0.25, (block, value) -> -block, w);
    for (int b = 0; b < 3; b++) {
      for (int i = 0; i < 8; i++) {
        assertEquals(i >= 6, frozen.holds(layer, 8 * b + i));
        assertEquals(i >= 6 ? -b : 8 * b + i + 1, w[8 * b + i]);
      }
    }
  }
}
