package org.dyadic.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.RandomNetworks;
import org.junit.jupiter.api.Test;

/** Batches give the logits of single images, whoever computes them. */
class BatchSessionTest {
  private static final long SEED = 11;
  private static final int IMAGES = 37;

  private final QuantizedNetwork network = RandomNetworks.withEveryLayer(SEED);
  private final IntegerExecutor executor = IntegerExecutor.of(network, "scalar");
  private final int size = network.preprocessing().shape().size();
  private final int classes = network.classNames().size();
  private final byte[] pixels = pixels(IMAGES);

  private byte[] pixels(int images) {
    byte[] random = new byte[images * size];
    new Random(SEED).nextBytes(random);
    return random;
  }

  private int[] oneByOne() {
    Session session = executor.newSession();
    int[] one = new int[classes];
    int[] all = new int[IMAGES * classes];
    for (int i = 0; i < IMAGES; i++) {
      session.logits(pixels, i * size, one);
      System.arraycopy(one, 0, all, i * classes, classes);
    }
    return all;
  }

  @Test
  void anyNumberOfThreadsGivesTheSame() {
    int[] expected = oneByOne();
    for (int threads : new int[] {1, 2, 3, 8, 50}) {
      BatchSession session = executor.newBatchSession(threads);
      assertEquals(threads, session.threads());
      for (int repeat = 0; repeat < 20; repeat++) {
        int[] logits = new int[IMAGES * classes];
        session.logits(pixels, IMAGES, logits);
        assertArrayEquals(expected, logits, "threads " + threads);
      }
    }
  }

  @Test
  void aBatchMayBeShorterThanTheArraysOrEmpty() {
    BatchSession session = executor.newBatchSession(4);
    int[] expected = oneByOne();
    int[] logits = new int[IMAGES * classes];
    session.logits(pixels, 0, logits);
    assertArrayEquals(new int[IMAGES * classes], logits);
    session.logits(pixels, 2, logits);
    for (int i = 0; i < logits.length; i++) {
      assertEquals(i < 2 * classes ? expected[i] : 0, logits[i]);
    }
    assertThrows(IndexOutOfBoundsException.class, () -> session.logits(pixels, IMAGES + 1, logits));
    assertThrows(
        IndexOutOfBoundsException.class, () -> session.logits(pixels, 2, new int[classes]));
    assertThrows(IndexOutOfBoundsException.class, () -> session.logits(pixels, -1, logits));
  }

  @Test
  void callersWaitForEachOther() throws Exception {
    int[] expected = oneByOne();
    BatchSession session = executor.newBatchSession(3);
    try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
      List<Future<int[]>> results = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        results.add(
            callers.submit(
                () -> {
                  int[] logits = new int[IMAGES * classes];
                  session.logits(pixels, IMAGES, logits);
                  return logits;
                }));
      }
      for (Future<int[]> result : results) {
        assertArrayEquals(expected, result.get());
      }
    }
  }

  /** A caller that was interrupted gets its logits, and stays interrupted. */
  @Test
  void anInterruptIsKept() {
    int[] expected = oneByOne();
    BatchSession session = executor.newBatchSession(3);
    int[] logits = new int[IMAGES * classes];
    Thread.currentThread().interrupt();
    session.logits(pixels, IMAGES, logits);
    assertTrue(Thread.interrupted());
    assertArrayEquals(expected, logits);
  }

  /** Threads end when there is no work for a while; the next batch starts others. */
  @Test
  void idleThreadsEndAndAreReplaced() throws Exception {
    int[] expected = oneByOne();
    BatchSession session = executor.newBatchSession(3);
    session.logits(pixels, IMAGES, new int[IMAGES * classes]);
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (batchThreads() > 0 && System.nanoTime() < end) {
      Thread.sleep(50);
    }
    assertEquals(0, batchThreads());
    int[] logits = new int[IMAGES * classes];
    session.logits(pixels, IMAGES, logits);
    assertArrayEquals(expected, logits);
    assertTrue(batchThreads() <= 2);
  }

  private static long batchThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("dyadic-batch-"))
        .count();
  }

  @Test
  void thereIsAtLeastOneThread() {
    assertEquals(
        "threads (=0) must be at least 1",
        assertThrows(IllegalArgumentException.class, () -> executor.newBatchSession(0))
            .getMessage());
  }
}
