package org.dyadic.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.dyadic.inference.Classifier;
import org.dyadic.model.Network;
import org.dyadic.model.Notation;
import org.dyadic.model.Shape;
import org.dyadic.quant.Fold;
import org.dyadic.train.torch.Torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the trainer evaluates with rounded activations are the packed network's integers. */
class RoundedForwardTest {
  private static final int IMAGES = 24;

  @BeforeAll
  static void oneThread() {
    Torch.setThreads(1);
  }

  private static int equal(String notation, int bits, Fold fold, double tolerance) {
    Network network = Notation.parse(notation, new Shape(2, 8, 8));
    OneStep run = OneStep.rounded(network, IMAGES, 11, bits, fold);
    Classifier classifier = Classifier.of(run.packed());
    double step = run.packed().logitGrid().step();
    int classes = run.logits().length / IMAGES;
    int equal = 0;
    for (int i = 0; i < IMAGES; i++) {
      int[] integers = classifier.logits(run.images()[i]);
      double distance = 0;
      double largest = 0;
      for (int c = 0; c < classes; c++) {
        distance = Math.max(distance, Math.abs(integers[c] * step - run.logits()[i * classes + c]));
        largest = Math.max(largest, Math.abs(integers[c] * step));
      }
      equal += distance <= tolerance * largest + step ? 1 : 0;
    }
    return equal;
  }

  /**
   * Scales that are powers of two are exact in both; what is left is the rounding of b to its
   * product's units, which moves a value across a tie now and then.
   */
  @ParameterizedTest
  @CsvSource({
    "6C3-MP2-R(6C3-6C3)-R(8C3s2-8C3)-AP2-12FC-5",
    "8C3-R(8C3-8C3|8C1)-BR-6C1-GAP-5",
    "6C3n-3xD(BR-4C3n)-BR-9C1n-AP2-2xD(BR-8C1-4C3n)-BR-GAP-5",
    "6C3-D(4C3-MP3s1p1)-D(R(10C3))-GAP-5"
  })
  void logitsAreTheSame(String notation) {
    for (int bits : new int[] {8, 4, 2}) {
      int equal = equal(notation, bits, Fold.SHIFT, 1e-4);
      assertTrue(equal >= IMAGES - 2, notation + ", " + bits + " bits: " + equal + " equal");
    }
  }

  /** With a multiplier a channel, m is rounded too. */
  @ParameterizedTest
  @CsvSource({"6C3-MP2-R(6C3-6C3)-R(8C3s2-8C3)-AP2-12FC-5,4,20", "8C3-R(8C3-8C3|8C1)-GAP-5,2,20"})
  void exactFoldsAreCloseToo(String notation, int bits, int least) {
    int equal = equal(notation, bits, Fold.EXACT, 1e-4);
    assertTrue(equal >= least, notation + ": " + equal + " equal");
  }

  /** Gates and states of 16 bits are not rounded in training: hidden states of 8 bits are. */
  @ParameterizedTest
  @CsvSource({"LSTM9-5", "GRU9-5", "4C3-LSTM6-5"})
  void recurrentLayersAreNear(String notation) {
    assertEquals(IMAGES, equal(notation, 8, Fold.EXACT, 0.05), notation);
  }
}
