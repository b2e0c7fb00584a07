package org.dyadic.inference;

import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs batches with several threads, each an image at a time. The calling thread is one of them;
 * the others are daemons that end after a second without work, so that there is nothing to close.
 * The logits do not depend on the number of threads. Safe for any number of threads, but one batch
 * waits for the other.
 *
 * <p>Threads are woken and waited for by {@link LockSupport}: a queue would take an object a batch.
 */
public final class BatchSession {
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final ThreadFactory DAEMONS =
      Thread.ofPlatform().daemon().name("dyadic-batch-", 1).factory();

  private final IntegerExecutor executor;
  private final int imageSize;
  private final int classes;
  private final Worker worker = new Worker();
  private final WorkerThread[] others;
  private final AtomicInteger working = new AtomicInteger();
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  private volatile Thread calling;
  private byte[] pixels;
  private int images;
  private int[] logits;

  BatchSession(IntegerExecutor executor, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads (=%d) must be at least 1".formatted(threads));
    }
    this.executor = executor;
    imageSize = executor.preprocessing().shape().size();
    classes = executor.classNames().size();
    others = new WorkerThread[threads - 1];
    for (int i = 0; i < others.length; i++) {
      others[i] = new WorkerThread();
    }
  }

  /** The number of threads. */
  public int threads() {
    return 1 + others.length;
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
    calling = Thread.currentThread();
    for (int i = 0; i < others.length && i + 1 < images; i++) {
      start(others[i]);
    }
    worker.work();
    awaitOthers();
    rethrow(failure.getAndSet(null));
  }

  private void start(WorkerThread other) {
    working.incrementAndGet();
    try {
      other.start();
    } catch (OutOfMemoryError noThread) {
      // There is no thread to be had: those that run take its images.
      working.decrementAndGet();
    }
  }

  /** Until the last is done, since they write to the caller's array; an interrupt is kept. */
  private void awaitOthers() {
    boolean interrupted = false;
    while (working.get() > 0) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
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

  /** One more thread, while there is work and for a while after it. */
  private final class WorkerThread implements Runnable {
    private enum State {
      ENDED,
      WAITING,
      DUE
    }

    private final Worker worker = new Worker();
    private final AtomicReference<State> state = new AtomicReference<>(State.ENDED);
    private volatile Thread thread;

    /** Has it work on a batch; those before have ended. */
    void start() {
      if (state.compareAndSet(State.WAITING, State.DUE)) {
        LockSupport.unpark(thread);
        return;
      }
      thread = DAEMONS.newThread(this);
      thread.start();
    }

    @Override
    public void run() {
      do {
        worker.work();
        state.set(State.WAITING);
        if (working.decrementAndGet() == 0) {
          LockSupport.unpark(calling);
        }
      } while (isDue());
    }

    /** Waits for the next batch; false once it waited for so long that it has ended. */
    private boolean isDue() {
      long end = System.nanoTime() + IDLE_NANOS;
      while (state.get() == State.WAITING) {
        long left = end - System.nanoTime();
        if (left > 0) {
          LockSupport.parkNanos(this, left);
        } else if (state.compareAndSet(State.WAITING, State.ENDED)) {
          return false;
        }
      }
      return true;
    }
  }

  /** What one thread works with. */
  private final class Worker {
    private Session session;
    private int[] one;

    /** Takes images until there is none left. */
    void work() {
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
