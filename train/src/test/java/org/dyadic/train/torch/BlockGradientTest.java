package org.dyadic.train.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.dyadic.model.Notation;
import org.dyadic.model.ParameterLayout;
import org.dyadic.model.ParameterLayout.Slot;
import org.dyadic.model.Shape;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradients of networks with blocks against central differences of the loss. */
class BlockGradientTest {
  private static final int IMAGES = 6;
  private static final double LENGTH = 1e-4;

  /** ReLUs and largest values that change on the way. */
  private static final double RELATIVE = 0.01;

  /** The rounding of a float32 loss near 1, over 2 * LENGTH. */
  private static final double NOISE = 2e-3;

  @BeforeAll
  static void oneThread() {
    Torch.setThreads(1);
  }

  /** Moves each parameter array along its own gradient: the loss must rise at the rate |g|. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "4C3n-3xD(BR-3C3n)-BR-6C1n-AP2-2xD(BR-4C1-3C3n)-BR-GAP-3",
        "4C3-MP3s2p1-R(5C3s2-5C3|5C1s2)-D(3C3)-GAP-3"
      })
  void theLossRisesAsTheGradientSays(String notation) {
    ParameterLayout layout =
        new ParameterLayout(Notation.parse(notation, new Shape(2, 8, 8)), true);
    Random random = new Random(5);
    float[] w = new float[layout.trainedSize()];
    for (Slot slot : layout.trained()) {
      for (int i = slot.offset(); i < slot.end(); i++) {
        double center = slot.name().startsWith("bn") && slot.name().endsWith("weight") ? 1 : 0;
        w[i] = (float) (center + 0.4 * random.nextGaussian());
      }
    }
    float[] images = new float[IMAGES * layout.network().input().size()];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
    }
    long[] labels = random.longs(IMAGES, 0, 3).toArray();
    float[] gradient = new float[w.length];
    float[] unused = new float[w.length];
    try (TorchNetwork torch = new TorchNetwork(layout, IMAGES)) {
      torch.setTrained(w);
      torch.gradient(images, labels, IMAGES, gradient);
      for (Slot slot : layout.trained()) {
        double norm = norm(gradient, slot);
        double[] loss = new double[2];
        for (int side = 0; side < 2; side++) {
          float[] moved = w.clone();
          for (int i = slot.offset(); i < slot.end(); i++) {
            moved[i] += (float) ((2 * side - 1) * LENGTH * gradient[i] / norm);
          }
          torch.setTrained(moved);
          loss[side] = torch.gradient(images, labels, IMAGES, unused);
        }
        double rate = (loss[1] - loss[0]) / (2 * LENGTH);
        assertEquals(norm, rate, RELATIVE * norm + NOISE, notation + ": " + slot.name());
      }
    }
  }

  private static double norm(float[] gradient, Slot slot) {
    float[] part = Arrays.copyOfRange(gradient, slot.offset(), slot.end());
    double sum = 0;
    for (float value : part) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }
}
