package org.dyadic.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.dyadic.data.ImageSet;
import org.dyadic.format.ModelFile;
import org.dyadic.model.Shape;
import org.dyadic.quant.NaiveReference;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.RandomNetworks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifierTest {
  private static final QuantizedNetwork NETWORK = RandomNetworks.withEveryLayer(11);
  private static final Shape SHAPE = NETWORK.preprocessing().shape();

  private static byte[] image(int index) {
    byte[] pixels = new byte[SHAPE.size()];
    new Random(index).nextBytes(pixels);
    return pixels;
  }

  /** Noise with labels that are sometimes right. */
  private record Noise(int size, int wrongLabel) implements ImageSet {
    @Override
    public Shape shape() {
      return SHAPE;
    }

    @Override
    public int label(int index) {
      return index == wrongLabel ? 5 : index % 5;
    }

    @Override
    public void read(int index, byte[] destination, int offset) {
      System.arraycopy(image(index), 0, destination, offset, SHAPE.size());
    }
  }

  /** So that weights are in memory once, as the kernels want them, which have theirs then. */
  @Test
  void aClassifierDoesNotKeepTheNetworkAfterItsSecondImage() {
    QuantizedNetwork network = RandomNetworks.withEveryLayer(5);
    WeakReference<QuantizedNetwork> kept = new WeakReference<>(network);
    Classifier classifier = Classifier.of(network);
    network = null;
    byte[] pixels = new byte[classifier.shape().size()];
    classifier.predict(pixels);
    classifier.predict(pixels);
    for (int i = 0; i < 100 && kept.get() != null; i++) {
      System.gc();
    }
    assertNull(kept.get());
    assertTrue(classifier.shape().size() > 0);
  }

  @Test
  void aLoadedModelPredictsTheIntegersOfTheFormulas(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("model" + ModelFile.EXTENSION);
    ModelFile.write(NETWORK, file);
    Classifier classifier = Classifier.load(file);
    assertEquals(NETWORK.preprocessing(), classifier.preprocessing());
    assertEquals(NETWORK.classNames(), classifier.classNames());
    for (int i = 0; i < 10; i++) {
      Prediction prediction = classifier.predict(image(i));
      assertArrayEquals(NaiveReference.logits(NETWORK, image(i)), prediction.logits());
      assertEquals(classifier.classify(image(i)), prediction.classIndex());
      assertEquals("class " + prediction.classIndex(), prediction.className());
    }
  }

  @Test
  void scoresAreTheSoftmaxOfRealLogits() {
    Prediction prediction = Classifier.of(NETWORK).predict(image(1));
    double step = NETWORK.logitGrid().step();
    double[] scores = prediction.scores();
    assertEquals(1, Arrays.stream(scores).sum(), 1e-12);
    assertEquals(prediction.score(), Arrays.stream(scores).max().orElseThrow());
    int[] logits = prediction.logits();
    for (int i = 1; i < scores.length; i++) {
      double expected = Math.exp((logits[i] - logits[0]) * step);
      assertEquals(expected, scores[i] / scores[0], 1e-9 * expected);
    }
  }

  @Test
  void softmaxSurvivesTheLargestLogitsAndTheFirstOfEqualsWins() {
    int[] logits = {Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE};
    assertArrayEquals(new double[] {0, 0.5, 0.5}, Softmax.scores(logits, 1));
    assertEquals(1, Softmax.argMax(logits));
  }

  @Test
  void anyNumberOfThreadsGivesTheSameCounts() {
    Classifier classifier = Classifier.of(NETWORK);
    ImageSet images = new Noise(103, -1);
    long[][] expected = new long[5][5];
    for (int i = 0; i < images.size(); i++) {
      expected[images.label(i)][Softmax.argMax(NaiveReference.logits(NETWORK, image(i)))]++;
    }
    for (int threads : new int[] {1, 2, 3, 7, 200}) {
      Evaluation evaluation = classifier.evaluate(images, threads);
      assertArrayEquals(expected, evaluation.confusion(), threads + " threads");
      assertEquals(103, evaluation.images());
    }
  }

  @Test
  void anEvaluationCountsErrors() {
    Evaluation evaluation = new Evaluation(new long[][] {{3, 1}, {0, 4}}, 2_000_000_000L);
    assertEquals(8, evaluation.images());
    assertEquals(7, evaluation.correct());
    assertEquals(12.5, evaluation.errorPercent());
    assertEquals(4, evaluation.imagesPerSecond());
  }

  @Test
  void manyThreadsShareOneClassifier() {
    Classifier classifier = Classifier.of(NETWORK);
    int[] expected =
        IntStream.range(0, 64)
            .map(i -> Softmax.argMax(NaiveReference.logits(NETWORK, image(i))))
            .toArray();
    int[] found =
        IntStream.range(0, 64).parallel().map(i -> classifier.classify(image(i))).toArray();
    assertArrayEquals(expected, found);
  }

  @Test
  void wrongImagesAndLabelsAreNamed() {
    Classifier classifier = Classifier.of(NETWORK);
    assertThrows(IllegalArgumentException.class, () -> classifier.classify(new byte[1]));
    Exception label =
        assertThrows(IllegalArgumentException.class, () -> classifier.evaluate(new Noise(9, 6), 2));
    assertEquals(
        "image 6: label (=5) must lie in 0 .. 4, the network's classes", label.getMessage());
    assertThrows(IllegalArgumentException.class, () -> classifier.evaluate(new Noise(9, -1), 0));
    assertThrows(IllegalArgumentException.class, () -> classifier.evaluate(new Noise(0, -1), 1));
  }

  @Test
  void anInterruptEndsAnEvaluation() {
    Thread.currentThread().interrupt();
    assertThrows(
        CancellationException.class, () -> Classifier.of(NETWORK).evaluate(new Noise(1000, -1), 2));
    assertTrue(Thread.interrupted(), "the interrupt status must stay set");
  }
}
