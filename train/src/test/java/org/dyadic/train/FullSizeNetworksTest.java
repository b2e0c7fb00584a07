package org.dyadic.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Locale;
import org.dyadic.inference.Classifier;
import org.dyadic.model.Network;
import org.dyadic.model.Networks;
import org.dyadic.model.Shape;
import org.dyadic.report.Inspection;
import org.dyadic.train.torch.Torch;
import org.dyadic.train.torch.TorchIntegers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Networks in their full size: one training step, rounding to two bits, folding, packing, and
 * integer inference with the integers of an execution in libtorch. Prints one line each. Takes
 * minutes; run it with {@code mvn -pl core,train -am test -Dtest=FullSizeNetworksTest
 * -Dtest.excluded.groups= -Dsurefire.failIfNoSpecifiedTests=false}.
 */
@Tag("slow")
class FullSizeNetworksTest {
  @BeforeAll
  static void threads() {
    Torch.setThreads(Runtime.getRuntime().availableProcessors());
  }

  @ParameterizedTest
  @CsvSource({
    "vgg7,32,10,8",
    "vgg11,32,10,8",
    "densenet76,32,10,8",
    "resnet18,224,1000,4",
    "alexnet,224,1000,4"
  })
  void trainsFoldsPacksAndRuns(String model, int size, int classes, int images) {
    Network network = Networks.create(model, new Shape(3, size, size), classes);
    OneStep run = OneStep.of(network, images, 1);
    int[][] expected = TorchIntegers.logits(run.packed(), run.images());
    Classifier classifier = Classifier.of(run.packed());
    for (int i = 0; i < images; i++) {
      assertArrayEquals(expected[i], classifier.logits(run.images()[i]), model + ", image " + i);
    }
    Inspection inspection = Inspection.of(run.packed());
    System.out.printf(
        Locale.ROOT,
        "full size: %-10s %s, %d classes: %,d weights, %,d MACs, loss %.4f, %,d bytes, %.3f bits a"
            + " weight, %d images with equal integer logits, distance to float %.3f%n",
        model,
        network.input(),
        classes,
        inspection.weightCount(),
        inspection.multiplyAdds(),
        run.loss(),
        run.file().length,
        inspection.bitsPerWeight(),
        images,
        run.relativeDistance(expected));
  }
}
