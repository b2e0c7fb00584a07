package org.dyadic.data;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * The batches of one pass over a set, prepared up to two ahead by a thread of their own.
 *
 * <p>What a batch holds is a function of the seed, the epoch and the batch's number alone: the
 * order of the images is drawn from (seed, epoch), the augmentation of image i of the set from
 * (seed, epoch, i). So a pass that starts in the middle goes on exactly like one that started at
 * the beginning.
 *
 * <p>For one consumer, which closes it; the thread ends with the last batch or when closed. Every
 * batch has arrays of its own.
 */
public final class BatchStream implements Iterator<BatchStream.Batch>, AutoCloseable {
  private static final int AHEAD = 2;
  private static final int ORDER = 0;
  private static final int AUGMENTATION = 1;

  /**
   * Images as a network's input.
   *
   * @param size the number of images
   * @param pixels the values of the pixel table, code * 2^-exponent, exact: image, channel, row,
   *     column; or with channels last image, row, column, channel
   * @param labels one an image
   */
  public record Batch(int size, float[] pixels, long[] labels) {}

  private final BatchMaker maker;
  private final int batches;
  private final Queue<Future<Batch>> ahead = new ArrayDeque<>();
  private final ExecutorService thread;
  private int submitted;

  private BatchStream(BatchMaker maker, int batches, int firstBatch) {
    if (firstBatch < 0 || firstBatch > batches) {
      throw new IllegalArgumentException(
          "first batch (=%d) must lie in 0 .. %d".formatted(firstBatch, batches));
    }
    this.maker = maker;
    this.batches = batches;
    this.submitted = firstBatch;
    this.thread =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("dyadic-batches").factory());
    for (int i = 0; i < AHEAD; i++) {
      submit();
    }
  }

  /**
   * One training epoch: every image in a drawn order, augmented. A last batch that would not be
   * full is left out, unless it is the only one, so that batch statistics are never those of a few
   * images.
   *
   * @param table the values of the pixels
   * @param batchSize images a batch, at least 1
   * @param seed of the run
   * @param epoch counts the passes of the run
   * @param firstBatch how many batches of the epoch to pass over
   * @param channelsLast the layout of the pixels
   */
  public static BatchStream training(
      ImageSet images,
      PixelTable table,
      Augmentation augmentation,
      int batchSize,
      long seed,
      int epoch,
      int firstBatch,
      boolean channelsLast) {
    int[] order = IntStream.range(0, images.size()).toArray();
    new SplitMix64(SplitMix64.derive(seed, epoch, ORDER)).shuffle(order);
    BatchMaker maker =
        new BatchMaker(
            images,
            order,
            batchSize,
            new PixelLayout(table, images.shape(), channelsLast),
            new Augmenter(augmentation, images.shape()),
            SplitMix64.derive(seed, epoch, AUGMENTATION));
    return new BatchStream(maker, trainingBatches(images, batchSize), firstBatch);
  }

  /** The number of batches of one training epoch. */
  public static int trainingBatches(ImageSet images, int batchSize) {
    return Math.max(1, images.size() / batchSize);
  }

  /** One pass over every image in the set's own order, as it is; the last batch may be smaller. */
  public static BatchStream sequential(
      ImageSet images, PixelTable table, int batchSize, boolean channelsLast) {
    BatchMaker maker =
        new BatchMaker(
            images,
            IntStream.range(0, images.size()).toArray(),
            batchSize,
            new PixelLayout(table, images.shape(), channelsLast),
            new Augmenter(Augmentation.NONE, images.shape()),
            0);
    return new BatchStream(maker, Math.ceilDiv(images.size(), batchSize), 0);
  }

  /** The number of batches of the whole pass, those passed over included. */
  public int batches() {
    return batches;
  }

  @Override
  public boolean hasNext() {
    return !ahead.isEmpty();
  }

  /**
   * The next batch; waits for it if need be.
   *
   * @throws NoSuchElementException after the last batch, and after {@link #close}
   * @throws DatasetException if an image cannot be read, now or before; the stream is then at its
   *     end
   */
  @Override
  public Batch next() {
    if (ahead.isEmpty()) {
      throw new NoSuchElementException("no batch is left of %d".formatted(batches));
    }
    Future<Batch> first = ahead.remove();
    try {
      Batch batch = first.get();
      submit();
      return batch;
    } catch (ExecutionException e) {
      close();
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new IllegalStateException("interrupted while waiting for a batch", e);
    }
  }

  private static RuntimeException failure(Throwable cause) {
    return cause instanceof DatasetException known
        ? new DatasetException(known.getMessage(), known)
        : new IllegalStateException("a batch could not be prepared: " + cause, cause);
  }

  private void submit() {
    if (submitted < batches) {
      int number = submitted++;
      ahead.add(thread.submit(() -> maker.make(number)));
    }
    if (submitted == batches) {
      thread.shutdown();
    }
  }

  /** Ends the thread. Closing again does nothing. */
  @Override
  public void close() {
    ahead.clear();
    thread.shutdownNow();
  }
}
