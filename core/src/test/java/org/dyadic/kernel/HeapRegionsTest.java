package org.dyadic.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeapRegionsTest {
  /** Sizes as -XX:+PrintFlagsFinal gives them for these heaps, in MiB. */
  @ParameterizedTest
  @CsvSource({
    "64, 1",
    "2048, 1",
    "2050, 2",
    "4096, 2",
    "6028, 4",
    "16384, 8",
    "65536, 32",
    "900000, 32"
  })
  void regionsAreAsLargeAsG1MakesThem(long heap, long region) {
    assertEquals(region << 20, HeapRegions.size(heap << 20));
  }

  @Test
  void arraysFillMoreThanHalfARegionAndHoldWhatIsNeeded() {
    long half = HeapRegions.size(Runtime.getRuntime().maxMemory()) / 2;
    assertTrue(HeapRegions.length(1, Short.BYTES) * (long) Short.BYTES >= half);
    assertEquals(1 << 26, HeapRegions.length(1 << 26, Short.BYTES));
    assertEquals(0, HeapRegions.length(0, Short.BYTES));
  }

  @Test
  void theFirstElementsBeginALine() {
    assertEquals(64, 16 + Short.BYTES * HeapRegions.first(Short.BYTES));
    assertEquals(64, 16 + HeapRegions.first(Byte.BYTES));
  }
}
