package org.dyadic.verify;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.dyadic.data.ImageSet;
import org.dyadic.inference.IntegerExecutor;
import org.dyadic.inference.Session;
import org.dyadic.quant.QuantizedNetwork;

/** Compares executors with the integer executor on a set of images. Immutable. */
public final class Verifier {
  private static final int BATCH = 50;

  private final QuantizedNetwork network;
  private final ImageSet images;
  private final int[] expected;

  /**
   * Runs the integer executor on all images, on all cores, with the kernels that it chooses. They
   * are themselves compared with the definition, which is slow, on a sample ({@link Candidates}).
   *
   * @param images at least one, of the network's shape
   * @throws IllegalArgumentException if the images do not fit the network
   */
  public Verifier(QuantizedNetwork network, ImageSet images) {
    if (images.size() == 0 || !images.shape().equals(network.preprocessing().shape())) {
      throw new IllegalArgumentException(
          "%d images of shape %s, but the network takes at least one of %s"
              .formatted(images.size(), images.shape(), network.preprocessing().shape()));
    }
    this.network = network;
    this.images = images;
    this.expected = run(IntegerExecutor.of(network), images);
  }

  private static int[] run(IntegerExecutor executor, ImageSet images) {
    int classes = executor.classNames().size();
    int[] logits = new int[Math.multiplyExact(images.size(), classes)];
    int batches = Math.ceilDiv(images.size(), BATCH);
    IntStream.range(0, batches).parallel().forEach(batch -> run(executor, images, batch, logits));
    return logits;
  }

  private static void run(IntegerExecutor executor, ImageSet images, int batch, int[] logits) {
    Session session = executor.newSession();
    byte[] pixels = new byte[images.shape().size()];
    int[] one = new int[executor.classNames().size()];
    int end = Math.min((batch + 1) * BATCH, images.size());
    for (int image = batch * BATCH; image < end; image++) {
      images.read(image, pixels, 0);
      session.logits(pixels, 0, one);
      System.arraycopy(one, 0, logits, image * one.length, one.length);
    }
  }

  /** The number of images. */
  public int images() {
    return images.size();
  }

  /**
   * Compares one executor, on as many images as it should run; those are spread over the set.
   *
   * @throws UnavailableException if what the executor needs is not installed
   * @throws org.dyadic.export.UnsupportedNetworkException if it cannot run this network
   * @throws IOException if it fails
   */
  public Comparison compare(Candidate candidate) throws UnavailableException, IOException {
    int classes = network.classNames().size();
    int size = images.shape().size();
    int count = Math.min(images.size(), Math.max(1, candidate.mostImages()));
    byte[] pixels = new byte[BATCH * size];
    int[] logits = new int[BATCH * classes];
    Counts counts = new Counts(candidate.agreement());
    try (OpenExecutor executor = candidate.open(network)) {
      for (int from = 0; from < count; from += BATCH) {
        int batch = Math.min(BATCH, count - from);
        for (int i = 0; i < batch; i++) {
          images.read(place(from + i, count), pixels, i * size);
        }
        executor.logits(pixels, batch, logits);
        for (int i = 0; i < batch; i++) {
          counts.add(
              place(from + i, count), Arrays.copyOfRange(logits, i * classes, (i + 1) * classes));
        }
      }
    }
    return counts.of(candidate.name(), count);
  }

  /** What is counted while an executor runs. */
  private final class Counts {
    private final Agreement agreement;
    private int differ;
    private int wrong;
    private long largest;

    private Counts(Agreement agreement) {
      this.agreement = agreement;
    }

    private void add(int image, int[] given) {
      int first = image * given.length;
      int[] wanted = Arrays.copyOfRange(expected, first, first + given.length);
      differ += differs(agreement, given, wanted) ? 1 : 0;
      wrong += argMax(given) != images.label(image) ? 1 : 0;
      largest = Math.max(largest, largestDifference(given, wanted));
    }

    private Comparison of(String name, int count) {
      return new Comparison(name, agreement, count, differ, largest, wrong);
    }
  }

  /** The index of image i of count. */
  private int place(int i, int count) {
    return (int) ((long) i * images.size() / count);
  }

  private static boolean differs(Agreement agreement, int[] given, int[] wanted) {
    return switch (agreement) {
      case LOGITS -> !Arrays.equals(given, wanted);
      case CLASSES -> argMax(given) != argMax(wanted);
    };
  }

  /** The index of the largest; the first of equals, as the classifier has it. */
  private static int argMax(int[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      best = logits[i] > logits[best] ? i : best;
    }
    return best;
  }

  private static long largestDifference(int[] given, int[] wanted) {
    long largest = 0;
    for (int i = 0; i < given.length; i++) {
      largest = Math.max(largest, Math.abs((long) given[i] - wanted[i]));
    }
    return largest;
  }
}
