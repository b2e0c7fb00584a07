package org.dyadic.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.dyadic.quant.Codes;
import org.dyadic.quant.FixedPoint;
import org.dyadic.quant.RandomNetworks;
import org.junit.jupiter.api.Test;

class CodePackingTest {

  @Test
  void everyWidthAndLengthComesBackFromBothPackings() {
    for (int bits = FixedPoint.MIN_BITS; bits <= FixedPoint.MAX_BITS; bits++) {
      for (int count = 0; count < 70; count++) {
        Codes codes = RandomNetworks.codes(count, bits, count);
        comesBack(CodePacking.FIELDS, codes);
        if (bits == 2) {
          comesBack(CodePacking.TRITS, codes);
        }
      }
    }
  }

  private static void comesBack(CodePacking packing, Codes codes) {
    byte[] packed = packing.pack(codes);
    assertEquals(packing.length(codes.size(), codes.bits()), packed.length);
    byte[] unpacked = packing.unpack(packed, codes.size(), codes.bits());
    assertArrayEquals(codes.toBytes(), unpacked, packing + " of " + codes);
  }

  @Test
  void tritsAreDigitsFromTheLowestOn() {
    Codes codes = new Codes(2, 0, new byte[] {1, 0, -1, 0, 1, -1, 1});
    // 2 + 1 * 3 + 0 * 9 + 1 * 27 + 2 * 81 and 0 + 2 * 3.
    assertArrayEquals(new byte[] {(byte) 194, 6}, CodePacking.TRITS.pack(codes));
  }

  @Test
  void signsAreBitsFromTheLowestOn() {
    Codes codes = new Codes(1, 0, new byte[] {1, -1, 1, 1, -1, -1, -1, -1, -1, 1});
    assertArrayEquals(new byte[] {0b1101, 0b10}, CodePacking.SIGNS.pack(codes));
    for (int count = 0; count < 70; count++) {
      byte[] values = new byte[count];
      for (int i = 0; i < count; i++) {
        values[i] = (byte) (i * i % 7 < 3 ? 1 : -1);
      }
      comesBack(CodePacking.of(count, 1), new Codes(1, 0, values));
    }
    assertEquals(CodePacking.SIGNS, CodePacking.of(1000, 1));
  }

  @Test
  void fieldsAreTwosComplementFromTheLowestBitOn() {
    Codes two = new Codes(2, 0, new byte[] {1, -1, 0, 1, -1});
    assertArrayEquals(new byte[] {0b01_00_11_01, 0b11}, CodePacking.FIELDS.pack(two));
    Codes three = new Codes(3, 0, new byte[] {-3, 3, -1});
    assertArrayEquals(new byte[] {(byte) 0b11_011_101, 0b1}, CodePacking.FIELDS.pack(three));
  }

  @Test
  void tritsAreChosenWhereTheyAreShorter() {
    for (int count = 0; count < 40; count++) {
      boolean shorter = (count + 4) / 5 < (count + 3) / 4;
      assertEquals(
          shorter ? CodePacking.TRITS : CodePacking.FIELDS, CodePacking.of(count, 2), "" + count);
      assertEquals(CodePacking.FIELDS, CodePacking.of(count, 3));
    }
    assertEquals(CodePacking.TRITS, CodePacking.of(17, 2));
    assertEquals(CodePacking.TRITS, CodePacking.of(581_408, 2));
  }
}
