package org.dyadic.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.dyadic.quant.Codes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packed codes against examples and against one large number. */
class FieldsTest {

  @Test
  void fourTwoBitCodesAByteTheFirstLowest() {
    assertArrayEquals(bytes(0b01_00_11_01, 0b11), pack(2, 2, 1, -1, 0, 1, -1));
    assertArrayEquals(bytes(0b11), pack(2, 2, -1));
    assertArrayEquals(bytes(0b11_11_11_11), pack(2, 2, -1, -1, -1, -1));
  }

  @Test
  void aFieldMayBeWiderThanACode() {
    assertArrayEquals(bytes(0xF1, 0x0F), pack(2, 4, 1, -1, -1));
    assertArrayEquals(bytes(0xFF, 0x01), pack(2, 8, -1, 1));
  }

  @Test
  void oneBitIsASign() {
    assertArrayEquals(bytes(0b10011101, 0b1), pack(1, 1, 1, -1, 1, 1, 1, -1, -1, 1, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
  void fieldsFollowOneAnotherWithoutGaps(int bits) {
    SplittableRandom random = new SplittableRandom(bits);
    for (int count = 0; count <= 17; count++) {
      int top = Codes.top(bits);
      int[] codes = random.ints(count, -top, top + 1).toArray();
      BigInteger number = BigInteger.ZERO;
      for (int i = 0; i < count; i++) {
        BigInteger field = BigInteger.valueOf(codes[i]).mod(BigInteger.ONE.shiftLeft(bits));
        number = number.or(field.shiftLeft(i * bits));
      }
      byte[] packed = pack(bits, bits, codes);
      assertEquals((count * bits + 7) / 8, packed.length);
      for (int i = 0; i < packed.length; i++) {
        assertEquals(number.shiftRight(8 * i).byteValue(), packed[i], bits + " bits, byte " + i);
      }
    }
  }

  private static byte[] pack(int bits, int field, int... codes) {
    return Fields.pack(new Codes(bits, 0, bytes(codes)), field);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
