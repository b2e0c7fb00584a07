package org.dyadic.inference;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.dyadic.data.ImageDecoder;
import org.dyadic.data.ImageSet;
import org.dyadic.data.Preprocessing;
import org.dyadic.data.ValueScale;
import org.dyadic.format.ModelFile;
import org.dyadic.model.Shape;
import org.dyadic.quant.QuantizedNetwork;

/**
 * Classifies images with a packed network. Safe for any number of threads: a call borrows a session
 * and returns it, so there are as many sessions as there ever were calls at the same time. There is
 * nothing to close.
 *
 * <p>An image is unsigned bytes, planar, of {@link #shape()}; see {@link #preprocessing()} for what
 * makes such an image. Predictions are the same for any number of threads.
 *
 * <pre>{@code
 * Classifier classifier = Classifier.load(Path.of("model.dyadic")).warmUp();
 * String name = classifier.predict(ImageIO.read(file)).className();
 *
 * List<Prediction> all = classifier.forThroughput().predictBatch(images);
 * }</pre>
 *
 * <p>Code that must not allocate uses a {@link Session} of {@link IntegerExecutor}.
 */
public final class Classifier {
  private static final Duration WARM_UP = Duration.ofMillis(500);

  private final IntegerExecutor executor;
  private final BatchSession batches;
  private final Queue<Session> idle = new ConcurrentLinkedQueue<>();

  private Classifier(IntegerExecutor executor, int threads) {
    this.executor = executor;
    this.batches = executor.newBatchSession(threads);
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
    return new Classifier(IntegerExecutor.of(network), 1);
  }

  /**
   * The same network, with batches on several threads: each takes one image after another. Threads
   * are daemons, made when they are needed and ended when they idle. Single images are not spread
   * over threads: call {@link #predict} from as many threads as there are images at a time.
   *
   * @param threads at least 1, the calling one included
   */
  public Classifier threads(int threads) {
    return new Classifier(executor, threads);
  }

  /** The same network, with batches on the calling thread alone: other work is not disturbed. */
  public Classifier forLatency() {
    return threads(1);
  }

  /** The same network, with batches on as many threads as there are processors. */
  public Classifier forThroughput() {
    return threads(Runtime.getRuntime().availableProcessors());
  }

  /** The number of threads of a batch. */
  public int threads() {
    return batches.threads();
  }

  /**
   * Runs random images until Java has compiled the kernels, which takes some seconds: until further
   * runs bring no faster one. Without it the first predictions are many times slower than later
   * ones. Results do not depend on it.
   *
   * @return this
   */
  public Classifier warmUp() {
    byte[] pixels = new byte[shape().size()];
    new SplittableRandom(0).nextBytes(pixels);
    executor.warmUp(() -> classify(pixels), WARM_UP);
    return this;
  }

  /** How an image or a row of values becomes the network's input. */
  public Preprocessing preprocessing() {
    return executor.preprocessing();
  }

  /** The names of the classes, in the order of scores and logits. */
  public List<String> classNames() {
    return executor.classNames();
  }

  /** The shape of an image. */
  public Shape shape() {
    return preprocessing().shape();
  }

  /**
   * The integer logits of one image, one a class.
   *
   * @throws IllegalArgumentException if pixels is not one image
   */
  public int[] logits(byte[] pixels) {
    requireImage(pixels, "image");
    int[] logits = new int[classNames().size()];
    Session session = borrow();
    session.logits(pixels, 0, logits);
    idle.add(session);
    return logits;
  }

  private void requireImage(byte[] pixels, String name) {
    if (pixels.length != shape().size()) {
      throw new IllegalArgumentException(
          "%s: %d pixels, but the network takes %s = %d"
              .formatted(name, pixels.length, shape(), shape().size()));
    }
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
    return prediction(logits(pixels));
  }

  private Prediction prediction(int[] logits) {
    double[] scores = Softmax.scores(logits, executor.logitGrid().step());
    int best = Softmax.argMax(logits);
    return new Prediction(best, classNames().get(best), scores[best], scores, logits);
  }

  /**
   * The class of a picture of any size, brought to the network's size and colours by the rules that
   * travel in its file. Needs the module {@code java.desktop}.
   *
   * @throws org.dyadic.data.DatasetException if the network takes rows of values
   */
  public Prediction predict(BufferedImage image) {
    return predict(pixels(image));
  }

  /**
   * The class of one row of real values, such as readings of sensors.
   *
   * @param values planar: channel after channel; finite
   * @throws IllegalArgumentException if the network takes images, or these are not one row
   */
  public Prediction predict(float[] values) {
    return predict(pixels(values));
  }

  /**
   * A picture as the bytes that the other methods take. Needs the module {@code java.desktop}.
   *
   * @throws org.dyadic.data.DatasetException if the network takes rows of values
   */
  public byte[] pixels(BufferedImage image) {
    return ImageDecoder.pixels(image, preprocessing());
  }

  /**
   * A row of real values as the bytes that the other methods take.
   *
   * @param values planar: channel after channel; finite
   * @throws IllegalArgumentException if the network takes images, or these are not one row
   */
  public byte[] pixels(float[] values) {
    Optional<ValueScale> scale = preprocessing().scale();
    if (scale.isEmpty()) {
      throw new IllegalArgumentException(
          "the network takes images, unsigned bytes of the shape %s, not real values"
              .formatted(shape()));
    }
    if (values.length != shape().size()) {
      throw new IllegalArgumentException(
          "row: %d values, but the network takes %s = %d"
              .formatted(values.length, shape(), shape().size()));
    }
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "row: value %d (=%s) must be finite".formatted(i, values[i]));
      }
    }
    return scale.get().apply(values);
  }

  /**
   * The classes of several images, in their order, on {@link #threads} threads.
   *
   * @param images unsigned bytes, planar, of {@link #shape()}; any number
   * @throws IllegalArgumentException naming the first that is not one image
   */
  public List<Prediction> predictBatch(List<byte[]> images) {
    int size = shape().size();
    int classes = classNames().size();
    byte[] pixels = new byte[Math.multiplyExact(images.size(), size)];
    for (int i = 0; i < images.size(); i++) {
      requireImage(images.get(i), "image " + i);
      System.arraycopy(images.get(i), 0, pixels, i * size, size);
    }
    int[] logits = new int[Math.multiplyExact(images.size(), classes)];
    batches.logits(pixels, images.size(), logits);
    List<Prediction> predictions = new ArrayList<>(images.size());
    for (int at = 0; at < logits.length; at += classes) {
      predictions.add(prediction(Arrays.copyOfRange(logits, at, at + classes)));
    }
    return List.copyOf(predictions);
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
