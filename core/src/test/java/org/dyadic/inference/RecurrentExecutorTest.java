package org.dyadic.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.dyadic.quant.NaiveReference;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.RandomRecurrent;
import org.junit.jupiter.api.Test;

class RecurrentExecutorTest {

  @Test
  void cellsGiveTheIntegersOfTheFormulas() {
    int different = 0;
    for (long seed = 0; seed < 200; seed++) {
      QuantizedNetwork network = RandomRecurrent.of(seed);
      Session session = IntegerExecutor.of(network).newSession();
      int[] logits = new int[network.classNames().size()];
      int[] first = null;
      for (byte[] pixels : images(network, seed)) {
        session.logits(pixels, 0, logits);
        assertArrayEquals(NaiveReference.logits(network, pixels), logits, "seed " + seed);
        first = first == null ? logits.clone() : first;
        different += Arrays.equals(first, logits) ? 0 : 1;
      }
    }
    assertTrue(different > 400, "the networks must depend on their input, " + different);
  }

  /** Noise, black, white, and noise of the two extremes only; a session forgets the one before. */
  private static byte[][] images(QuantizedNetwork network, long seed) {
    Random random = new Random(seed);
    byte[][] images = new byte[4][network.preprocessing().shape().size()];
    random.nextBytes(images[0]);
    Arrays.fill(images[2], (byte) 255);
    for (int i = 0; i < images[3].length; i++) {
      images[3][i] = (byte) (random.nextBoolean() ? 0 : 255);
    }
    return images;
  }
}
