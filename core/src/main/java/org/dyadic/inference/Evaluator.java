package org.dyadic.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.dyadic.data.ImageSet;
import org.dyadic.model.Shape;

/** Counts predictions over an image set. Each thread takes one run of images and has its counts. */
final class Evaluator {
  private final IntegerExecutor executor;
  private final ImageSet images;
  private final int classes;

  Evaluator(IntegerExecutor executor, ImageSet images) {
    Shape shape = executor.preprocessing().shape();
    if (!images.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "images of shape %s, but the network takes %s".formatted(images.shape(), shape));
    }
    if (images.size() == 0) {
      throw new IllegalArgumentException("there is no image to evaluate");
    }
    this.executor = executor;
    this.images = images;
    this.classes = executor.classNames().size();
  }

  Evaluation run(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads (=%d) must be at least 1".formatted(threads));
    }
    long start = System.nanoTime();
    long[][] confusion = new long[classes][classes];
    int used = Math.min(threads, images.size());
    try (ExecutorService pool = Executors.newFixedThreadPool(used)) {
      for (Future<long[][]> counts : pool.invokeAll(tasks(used))) {
        add(counts.get(), confusion);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw cancelled(interrupted);
    } catch (ExecutionException failed) {
      throw failure(failed.getCause());
    }
    return new Evaluation(confusion, System.nanoTime() - start);
  }

  private List<Callable<long[][]>> tasks(int threads) {
    List<Callable<long[][]>> tasks = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      int from = (int) ((long) images.size() * thread / threads);
      int to = (int) ((long) images.size() * (thread + 1) / threads);
      tasks.add(() -> count(from, to));
    }
    return tasks;
  }

  private long[][] count(int from, int to) throws InterruptedException {
    Session session = executor.newSession();
    byte[] pixels = new byte[images.shape().size()];
    int[] logits = new int[classes];
    long[][] confusion = new long[classes][classes];
    for (int index = from; index < to; index++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      images.read(index, pixels, 0);
      session.logits(pixels, 0, logits);
      confusion[label(index)][Softmax.argMax(logits)]++;
    }
    return confusion;
  }

  private int label(int index) {
    int label = images.label(index);
    if (label < 0 || label >= classes) {
      throw new IllegalArgumentException(
          "image %d: label (=%d) must lie in 0 .. %d, the network's classes"
              .formatted(index, label, classes - 1));
    }
    return label;
  }

  private static void add(long[][] counts, long[][] sum) {
    for (int label = 0; label < sum.length; label++) {
      for (int prediction = 0; prediction < sum.length; prediction++) {
        sum[label][prediction] += counts[label][prediction];
      }
    }
  }

  private static CancellationException cancelled(InterruptedException cause) {
    CancellationException exception = new CancellationException("the evaluation was interrupted");
    exception.initCause(cause);
    return exception;
  }

  /** A task fails with what the image set or the network throws: always unchecked. */
  private static RuntimeException failure(Throwable cause) {
    return switch (cause) {
      case RuntimeException exception -> exception;
      case Error error -> throw error;
      default -> new IllegalStateException(cause);
    };
  }
}
