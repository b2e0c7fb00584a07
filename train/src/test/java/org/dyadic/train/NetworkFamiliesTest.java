package org.dyadic.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.dyadic.inference.Classifier;
import org.dyadic.model.Network;
import org.dyadic.model.Networks;
import org.dyadic.model.Shape;
import org.dyadic.train.torch.Torch;
import org.dyadic.train.torch.TorchIntegers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One training step, folding, packing and integer inference of every family of networks. */
class NetworkFamiliesTest {
  private static final int IMAGES = 8;

  @BeforeAll
  static void oneThread() {
    Torch.setThreads(1);
  }

  /**
   * The last column bounds the distance to the float network. The deep one on few images of noise
   * spreads every rounding: its batch norms see little else than differences.
   */
  @ParameterizedTest
  @CsvSource({
    "lenet5,1x28x28,0.1",
    "densenet10,3x12x12,0.1",
    "resnet18@0.1,3x64x64,0.1",
    "alexnet@0.02,3x64x64,0.1",
    "vgg16@0.1,3x64x64,0.5",
    "vgg7@0.05,3x16x16,0.1",
    "vgg11@0.1,3x32x32,0.1",
    "8C3-MP2-R(8C1-8FC)-D(6FC)-7C1-R(7FC)-5,2x2x2,0.1",
    "8C5s2p-MP3s2p1-R(8C3-8C3)-R(12C3s2-12C3|12C1s2)-GAP-5,3x24x24,0.1",
    "6C3n-3xD(BR-4C3n)-BR-9C1n-AP2-2xD(BR-8C1-4C3n)-BR-GAP-BR-7FC-5,3x12x12,0.1",
    "6C3-D(4C3-MP3s1p1)-D(R(10C3))-GAP-5,3x9x9,0.1"
  })
  void integersAreThoseOfTheFormulas(String model, String shape, double tolerance) {
    Network network = network(model, shape);
    OneStep run = OneStep.of(network, IMAGES, 7);
    int[][] expected = TorchIntegers.logits(run.packed(), run.images());
    Classifier classifier = Classifier.of(run.packed());
    for (int i = 0; i < IMAGES; i++) {
      assertArrayEquals(expected[i], classifier.logits(run.images()[i]), model + ", image " + i);
    }
    double distance = run.relativeDistance(expected);
    assertTrue(distance < tolerance, model + ": logits differ by a share of " + distance);
  }

  private static Network network(String model, String shape) {
    String[] extents = shape.split("x", -1);
    Shape input =
        new Shape(
            Integer.parseInt(extents[0]),
            Integer.parseInt(extents[1]),
            Integer.parseInt(extents[2]));
    return Networks.create(model, input, model.contains("-") ? 5 : 10);
  }
}
