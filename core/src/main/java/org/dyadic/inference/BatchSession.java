package org.dyadic.inference;

import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs batches with several threads, each an image at a time. The calling thread is one of them;
 * the others are daemons that end after a second without work, so that there is nothing to close.
 * The logits do not depend on the number of threads. Safe for any number of threads, but one batch
 * waits for the other.
 */
public final class BatchSession {
  private static final long IDLE_SECONDS = 1;

  private final IntegerExecutor executor;
  private final int imageSize;
  private final int classes;
  private final Worker[] workers;
  private final ExecutorService pool;
  private final Phaser working = new Phaser(1);
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  private byte[] pixels;
  private int images;
  private int[] logits;

  BatchSession(IntegerExecutor executor, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads (=%d) must be at least 1".formatted(threads));
    }
    this.executor = executor;
    imageSize = executor.network().preprocessing().shape().size();
    classes = executor.network().classNames().size();
    workers = new Worker[threads];
    for (int i = 0; i < threads; i++) {
      workers[i] = new Worker();
    }
    pool = daemons(Math.max(1, threads - 1));
  }

  private static ExecutorService daemons(int count) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            count,
            count,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("dyadic-batch-", 1).factory());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** The number of threads. */
  public int threads() {
    return workers.length;
  }

  /**
   * Runs some images.
   *
   * @param pixels images one after another: unsigned bytes, planar, of the network's input shape
   * @param images how many, at least 0
   * @param logits receives the logits, one a class, image after image
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public synchronized void logits(byte[] pixels, int images, int[] logits) {
    Objects.checkFromIndexSize(0, Math.multiplyExact(images, imageSize), pixels.length);
    Objects.checkFromIndexSize(0, Math.multiplyExact(images, classes), logits.length);
    this.pixels = pixels;
    this.images = images;
    this.logits = logits;
    next.set(0);
    int others = Math.min(workers.length, images) - 1;
    for (int i = 1; i <= others; i++) {
      start(workers[i]);
    }
    workers[0].work();
    working.arriveAndAwaitAdvance();
    rethrow(failure.getAndSet(null));
  }

  private void start(Worker worker) {
    working.register();
    try {
      pool.execute(worker);
    } catch (OutOfMemoryError noThread) {
      // There is no thread to be had: those that run take its images.
      working.arriveAndDeregister();
    }
  }

  private static void rethrow(Throwable failed) {
    switch (failed) {
      case null -> {}
      case RuntimeException exception -> throw exception;
      case Error error -> throw error;
      default -> throw new IllegalStateException(failed);
    }
  }

  /** What one thread works with. */
  private final class Worker implements Runnable {
    private Session session;
    private int[] one;

    @Override
    public void run() {
      work();
      working.arriveAndDeregister();
    }

    /** Takes images until there is none left. */
    private void work() {
      try {
        prepare();
        for (int i = next.getAndIncrement(); i < images; i = next.getAndIncrement()) {
          session.logits(pixels, i * imageSize, one);
          System.arraycopy(one, 0, logits, i * classes, classes);
        }
      } catch (RuntimeException | Error thrown) {
        failure.compareAndSet(null, thrown);
        next.set(images);
      }
    }

    /** Memory is taken by threads that have work only. */
    private void prepare() {
      if (session == null) {
        one = new int[classes];
        session = executor.newSession();
      }
    }
  }
}
