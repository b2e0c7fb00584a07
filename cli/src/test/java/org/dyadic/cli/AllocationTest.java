package org.dyadic.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.dyadic.bench.BuiltInNetworks;
import org.dyadic.bench.RandomImages;
import org.dyadic.inference.BatchSession;
import org.dyadic.inference.IntegerExecutor;
import org.dyadic.inference.Session;
import org.dyadic.quant.QuantizedNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An inference takes nothing from the heap. It is measured here because core does not know the
 * JDK's management. Vectors are objects until Java has compiled the kernels, so these are given
 * time.
 */
class AllocationTest {
  private static final int CALLS = 20;
  private static final int IMAGES = 8;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /**
   * One after another in one Java: what the compiler learnt of one network must do for the next.
   */
  static Stream<Arguments> kernelsAndNetworks() {
    return IntegerExecutor.available().stream()
        .flatMap(
            kernels ->
                Stream.of(8, 2)
                    .flatMap(
                        bits ->
                            Stream.of("lenet5@0.25", "resnet20@0.5", "densenet10", "gru@0.25")
                                .map(network -> Arguments.of(kernels, network, bits))));
  }

  @ParameterizedTest
  @MethodSource("kernelsAndNetworks")
  void anInferenceTakesNothingFromTheHeap(String kernels, String name, int activationBits) {
    QuantizedNetwork network = BuiltInNetworks.create(name, 0.33, 1, activationBits);
    IntegerExecutor executor = IntegerExecutor.of(network, kernels);
    byte[] pixels = RandomImages.of(network.preprocessing().shape(), 1, 1);
    int[] logits = new int[network.classNames().size()];
    Session session = executor.newSession();
    LongSupplier own = THREADS::getCurrentThreadAllocatedBytes;
    assertEquals(0, least(own, () -> session.logits(pixels, 0, logits)));
    BatchSession batch = executor.newBatchSession(1);
    assertEquals(0, least(own, () -> batch.logits(pixels, 1, logits)));
  }

  /** Nor do the threads of a batch, all together, or their being woken and waited for. */
  @Test
  void aBatchOfThreadsTakesNothingFromTheHeap() {
    QuantizedNetwork network = BuiltInNetworks.create("lenet5@0.25", 0.33, 1);
    IntegerExecutor executor = IntegerExecutor.of(network);
    byte[] pixels = RandomImages.of(network.preprocessing().shape(), IMAGES, 1);
    int[] logits = new int[IMAGES * network.classNames().size()];
    BatchSession batch = executor.newBatchSession(3);
    assertEquals(
        0,
        least(THREADS::getTotalThreadAllocatedBytes, () -> batch.logits(pixels, IMAGES, logits)));
  }

  /** The bytes of some calls in a row, once they are none; else those of the last. */
  private static long least(LongSupplier allocated, Runnable call) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    long bytes;
    do {
      long before = allocated.getAsLong();
      for (int i = 0; i < CALLS; i++) {
        call.run();
      }
      bytes = allocated.getAsLong() - before;
    } while (bytes > 0 && System.nanoTime() < end);
    return bytes;
  }
}
