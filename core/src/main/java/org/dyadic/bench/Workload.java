package org.dyadic.bench;

import org.dyadic.quant.QuantizedNetwork;

/**
 * What a contender has to do in one call.
 *
 * @param network the integers that define the answer
 * @param batch images a call, at least 1
 * @param threads that a call may use, at least 1
 */
public record Workload(QuantizedNetwork network, int batch, int threads) {

  /** Checks the counts. */
  public Workload {
    requirePositive("batch", batch);
    requirePositive("threads", threads);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s (=%d) must be at least 1".formatted(name, value));
    }
  }

  /** Bytes of one image. */
  public int imageSize() {
    return network.preprocessing().shape().size();
  }
}
