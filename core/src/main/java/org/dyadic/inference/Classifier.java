package org.dyadic.inference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.dyadic.data.ImageSet;
import org.dyadic.format.ModelFile;
import org.dyadic.model.Shape;
import org.dyadic.quant.QuantizedNetwork;

/**
 * Classifies images with a packed network. Safe for any number of threads: a call borrows a session
 * and returns it, so there are as many sessions as there ever were calls at the same time.
 *
 * <p>An image is unsigned bytes, planar, of {@link #shape()}; see {@link #network()} for the
 * preprocessing that makes such an image.
 */
public final class Classifier {
  private final IntegerExecutor executor;
  private final Queue<Session> idle = new ConcurrentLinkedQueue<>();

  private Classifier(IntegerExecutor executor) {
    this.executor = executor;
  }

  /**
   * Reads a model file.
   *
   * @throws IOException if the file cannot be read
   * @throws org.dyadic.format.ModelFormatException if it is not a whole, valid model file
   */
  public static Classifier load(Path file) throws IOException {
    return of(ModelFile.read(file));
  }

  /** A classifier of a network in memory. */
  public static Classifier of(QuantizedNetwork network) {
    return new Classifier(IntegerExecutor.of(network));
  }

  /** The network. */
  public QuantizedNetwork network() {
    return executor.network();
  }

  /** The shape of an image. */
  public Shape shape() {
    return network().preprocessing().shape();
  }

  /**
   * The integer logits of one image, one a class.
   *
   * @throws IllegalArgumentException if pixels is not one image
   */
  public int[] logits(byte[] pixels) {
    if (pixels.length != shape().size()) {
      throw new IllegalArgumentException(
          "image: %d pixels, but the network takes %s = %d"
              .formatted(pixels.length, shape(), shape().size()));
    }
    int[] logits = new int[network().classNames().size()];
    Session session = borrow();
    session.logits(pixels, 0, logits);
    idle.add(session);
    return logits;
  }

  private Session borrow() {
    Session session = idle.poll();
    return session == null ? executor.newSession() : session;
  }

  /**
   * The class of one image; the first of equals.
   *
   * @throws IllegalArgumentException if pixels is not one image
   */
  public int classify(byte[] pixels) {
    return Softmax.argMax(logits(pixels));
  }

  /**
   * The class of one image with the scores of all classes.
   *
   * @throws IllegalArgumentException if pixels is not one image
   */
  public Prediction predict(byte[] pixels) {
    int[] logits = logits(pixels);
    double[] scores = Softmax.scores(logits, network().logitGrid().step());
    int best = Softmax.argMax(logits);
    return new Prediction(best, network().classNames().get(best), scores[best], scores, logits);
  }

  /**
   * Classifies every image of a set.
   *
   * @param images of the network's shape, with labels below its number of classes
   * @param threads at least 1; the counts do not depend on it
   * @throws IllegalArgumentException if the images do not fit the network, or threads is not
   *     positive
   * @throws java.util.concurrent.CancellationException if the calling thread is interrupted; its
   *     interrupt status stays set
   */
  public Evaluation evaluate(ImageSet images, int threads) {
    return new Evaluator(executor, images).run(threads);
  }
}
