package org.dyadic.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SignedDigitsTest {

  private static void assertDigits(int value) {
    int[] digits = SignedDigits.of(value);
    long sum = 0;
    int before = 100;
    for (int digit : digits) {
      int exponent = Math.abs(digit) - 1;
      assertTrue(exponent < before - 1, value + ": neighbours or out of order");
      before = exponent;
      sum += Integer.signum(digit) * (1L << exponent);
    }
    assertEquals(value, sum);
    assertEquals(digits.length, SignedDigits.count(value), "of " + value);
  }

  @Test
  void digitsAddUpAndNoTwoAreNeighbours() {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      assertDigits(random.nextInt() >> random.nextInt(32));
    }
    for (int value : new int[] {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x55555555}) {
      assertDigits(value);
    }
  }

  /** Breadth first over sums of up to three signed powers. */
  @Test
  void noFormHasFewerDigits() {
    Map<Integer, Integer> fewest = new HashMap<>(Map.of(0, 0));
    for (int digits = 1; digits <= 3; digits++) {
      for (int value : fewest.keySet().toArray(Integer[]::new)) {
        for (int exponent = 0; exponent < 12; exponent++) {
          fewest.putIfAbsent(value + (1 << exponent), digits);
          fewest.putIfAbsent(value - (1 << exponent), digits);
        }
      }
    }
    for (int value = -1000; value <= 1000; value++) {
      assertEquals(fewest.getOrDefault(value, 4) > 3, SignedDigits.count(value) > 3, "" + value);
      if (fewest.containsKey(value)) {
        assertEquals(fewest.get(value), SignedDigits.count(value), "" + value);
      }
    }
  }
}
