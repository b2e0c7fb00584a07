package org.dyadic.quant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class GateTablesTest {
  private static final double TIE = 0x1p-20;

  /** StrictMath gives the same doubles everywhere; here they are held against exact arithmetic. */
  private static void assertExact(int[] table, UnaryOperator<BigDecimal> function) {
    assertEquals(GateTables.ENTRIES, table.length);
    for (int i = 0; i < table.length; i++) {
      BigDecimal x = BigDecimal.valueOf(i).divide(BigDecimal.valueOf(32));
      double exact = function.apply(x).multiply(BigDecimal.valueOf(32768)).doubleValue();
      assertEquals(Math.min(32767, Math.round(exact)), table[i], "entry " + i);
      double fraction = exact - Math.floor(exact);
      assertTrue(i == 0 || Math.abs(fraction - 0.5) > TIE, "entry " + i + " is near a tie");
    }
  }

  @Test
  void theTablesAreTheRoundedFunctions() {
    assertExact(GateTables.sigmoid(), NaiveCells::sigmoid);
    assertExact(GateTables.tanh(), NaiveCells::tanh);
    assertEquals(16384, GateTables.sigmoid()[0]);
    assertEquals(0, GateTables.tanh()[0]);
    assertEquals(32767, GateTables.sigmoid()[GateTables.ENTRIES - 1]);
    assertEquals(32767, GateTables.tanh()[GateTables.ENTRIES - 1]);
  }

  /** docs/model-format.md has these checksums, so that another executor can check its tables. */
  @Test
  void theTablesHaveTheirChecksums() {
    assertEquals("A2FD5464", checksum(GateTables.sigmoid()));
    assertEquals("D5D784A5", checksum(GateTables.tanh()));
  }

  private static String checksum(int[] table) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * table.length).order(ByteOrder.LITTLE_ENDIAN);
    IntStream.of(table).forEach(value -> bytes.putShort((short) value));
    CRC32C crc = new CRC32C();
    crc.update(bytes.array());
    return "%08X".formatted(crc.getValue());
  }

  @Test
  void tablesAreCopies() {
    GateTables.tanh()[7] = 0;
    assertArrayEquals(GateTables.tanh(), GateTables.tanh());
    assertTrue(GateTables.tanh()[7] > 0);
  }

  private static double worst(IntUnaryOperator integers, UnaryOperator<Double> function) {
    double worst = 0;
    for (int a = -32767; a <= 32767; a++) {
      double exact = function.apply(a / 2048.0) * 32768;
      worst = Math.max(worst, Math.abs(integers.applyAsInt(a) - exact));
    }
    return worst;
  }

  @Test
  void interpolationIsAsCloseAsDocumented() {
    double tanh = worst(a -> NaiveCells.tanh(BigInteger.valueOf(a)).intValue(), Math::tanh);
    double sigmoid =
        worst(
            a -> NaiveCells.sigmoid(BigInteger.valueOf(a)).intValue(), x -> 1 / (1 + Math.exp(-x)));
    assertTrue(tanh <= 3.8 && tanh > 3.7, "tanh is off by " + tanh);
    assertTrue(sigmoid <= 1.3 && sigmoid > 1.1, "sigmoid is off by " + sigmoid);
  }
}
