package org.dyadic.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.dyadic.data.ImageSet;
import org.dyadic.inference.Classifier;
import org.dyadic.inference.Evaluation;
import org.dyadic.inference.IntegerExecutor;
import org.dyadic.inference.Session;
import org.dyadic.model.Shape;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.RandomNetworks;
import org.junit.jupiter.api.Test;

/** An executor that is wrong in a known way is found wrong in that way. */
class VerifierTest {
  private static final QuantizedNetwork NETWORK = RandomNetworks.withRectangles(1);
  private static final ImageSet IMAGES = new Noise(NETWORK.preprocessing().shape(), 123);

  private record Noise(Shape shape, int size) implements ImageSet {
    @Override
    public int label(int index) {
      return index % 2;
    }

    @Override
    public void read(int index, byte[] destination, int offset) {
      byte[] pixels = new byte[shape.size()];
      new SplittableRandom(index).nextBytes(pixels);
      System.arraycopy(pixels, 0, destination, offset, pixels.length);
    }
  }

  /** Changes what the integer executor says. */
  private interface Fault {
    void apply(int image, int[] logits);
  }

  private record Faulty(Agreement agreement, int mostImages, Fault fault) implements Candidate {
    @Override
    public String name() {
      return "faulty";
    }

    @Override
    public OpenExecutor open(QuantizedNetwork network) {
      return new Open(network, fault);
    }
  }

  private static final class Open implements OpenExecutor {
    private final QuantizedNetwork network;
    private final Session session;
    private final Fault fault;
    private int seen;

    private Open(QuantizedNetwork network, Fault fault) {
      this.network = network;
      this.session = IntegerExecutor.of(network).newSession();
      this.fault = fault;
    }

    @Override
    public void logits(byte[] pixels, int images, int[] logits) {
      int[] one = new int[network.classNames().size()];
      for (int i = 0; i < images; i++) {
        session.logits(pixels, i * IMAGES.shape().size(), one);
        fault.apply(seen++, one);
        System.arraycopy(one, 0, logits, i * one.length, one.length);
      }
    }

    @Override
    public void close() {
      // nothing to close
    }
  }

  private static Comparison compare(Agreement agreement, int mostImages, Fault fault)
      throws Exception {
    return new Verifier(NETWORK, IMAGES).compare(new Faulty(agreement, mostImages, fault));
  }

  @Test
  void aFaithfulExecutorPasses() throws Exception {
    Comparison comparison = compare(Agreement.LOGITS, Integer.MAX_VALUE, (image, logits) -> {});
    Evaluation evaluation = Classifier.of(NETWORK).evaluate(IMAGES, 1);
    int wrong = Math.toIntExact(evaluation.images() - evaluation.correct());
    assertEquals(new Comparison("faulty", Agreement.LOGITS, 123, 0, 0, wrong), comparison);
    assertEquals(evaluation.errorPercent(), comparison.errorPercent());
    assertTrue(comparison.passes());
  }

  /** Images 0, 50 and 100 begin batches; 122 is the last. */
  @Test
  void oneUnitInOneLogitIsFound() throws Exception {
    List<Integer> wrong = List.of(0, 49, 50, 122);
    Comparison comparison =
        compare(
            Agreement.LOGITS,
            Integer.MAX_VALUE,
            (image, logits) -> logits[image % logits.length] += wrong.contains(image) ? -1 : 0);
    assertEquals(4, comparison.differ());
    assertEquals(1, comparison.maxLogitDifference());
    assertFalse(comparison.passes());
  }

  @Test
  void classesMayDifferAndAreCounted() throws Exception {
    Comparison comparison =
        compare(
            Agreement.CLASSES,
            Integer.MAX_VALUE,
            (image, logits) -> {
              if (image == 7) {
                int top = Arrays.stream(logits).max().orElseThrow();
                int least = Arrays.stream(logits).min().orElseThrow();
                for (int i = 0; i < logits.length; i++) {
                  logits[i] = top + least - logits[i];
                }
              }
            });
    assertEquals(1, comparison.differ());
    assertTrue(comparison.maxLogitDifference() > 0);
    assertTrue(comparison.passes());
  }

  @Test
  void aSlowExecutorRunsASampleOverTheWholeSet() throws Exception {
    Comparison comparison = compare(Agreement.LOGITS, 3, (image, logits) -> {});
    assertEquals(3, comparison.images());
    assertEquals(0, comparison.differ());
  }

  @Test
  void otherImagesAreRefused() {
    ImageSet small = new Noise(Shape.vector(1), 2);
    assertThrows(IllegalArgumentException.class, () -> new Verifier(NETWORK, small));
    ImageSet none = new Noise(IMAGES.shape(), 0);
    assertThrows(IllegalArgumentException.class, () -> new Verifier(NETWORK, none));
  }

  /** core's own tests have no provider, so that the variants of ONNX are there as absent. */
  @Test
  void whatIsNotInstalledSaysTheCure() throws Exception {
    List<Candidate> all = Candidates.all();
    assertEquals(IntegerExecutor.available().getFirst(), all.getFirst().name());
    Candidate absent =
        all.stream().filter(each -> each.name().equals("onnx-int8")).findFirst().orElseThrow();
    UnavailableException thrown =
        assertThrows(UnavailableException.class, () -> absent.open(NETWORK));
    assertTrue(thrown.getMessage().contains("-Dwithout.onnxruntime"), thrown.getMessage());
    assertEquals(0, new Verifier(NETWORK, IMAGES).compare(all.getFirst()).differ());
  }
}
