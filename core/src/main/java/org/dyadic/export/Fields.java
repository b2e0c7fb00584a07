package org.dyadic.export;

import org.dyadic.quant.Codes;

/** Weight codes as two's complement fields in bytes, the first code in the lowest bits. */
final class Fields {
  private Fields() {}

  /**
   * Codes in fields of {@code bits} bits without gaps; unused bits of the last byte are 0. In a
   * field of 1 bit, 1 stands for +1 and 0 for -1.
   *
   * @param bits of a field, at least those of the codes, at most 8
   */
  static byte[] pack(Codes codes, int bits) {
    byte[] packed = new byte[Math.toIntExact(Math.ceilDiv((long) codes.size() * bits, 8L))];
    for (int i = 0; i < codes.size(); i++) {
      int code = bits == 1 ? (codes.at(i) + 1) >> 1 : codes.at(i) & ((1 << bits) - 1);
      long at = (long) i * bits;
      int field = code << (at & 7);
      packed[(int) (at >> 3)] |= (byte) field;
      if (field > 0xFF) {
        packed[(int) (at >> 3) + 1] |= (byte) (field >> 8);
      }
    }
    return packed;
  }
}
