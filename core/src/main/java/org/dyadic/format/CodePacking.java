package org.dyadic.format;

import org.dyadic.quant.Codes;
import org.dyadic.quant.FixedPoint;

/** How weight codes become bytes. Number of weights and bits alone decide which way it is. */
enum CodePacking {
  /** Two's complement fields of {@code bits} bits, the first in the lowest bits, without gaps. */
  FIELDS(1) {
    @Override
    long length(long count, int bits) {
      return Math.ceilDiv(Math.multiplyExact(count, bits), 8L);
    }

    @Override
    byte[] pack(Codes codes) {
      int bits = codes.bits();
      byte[] packed = new byte[(int) length(codes.size(), bits)];
      for (int i = 0; i < codes.size(); i++) {
        long at = (long) i * bits;
        int field = (codes.at(i) & ((1 << bits) - 1)) << (at & 7);
        packed[(int) (at >> 3)] |= (byte) field;
        if (field > 0xFF) {
          packed[(int) (at >> 3) + 1] |= (byte) (field >> 8);
        }
      }
      return packed;
    }

    @Override
    byte[] unpack(byte[] packed, int count, int bits) {
      byte[] codes = new byte[count];
      for (int i = 0; i < count; i++) {
        long at = (long) i * bits;
        int word = word(packed, (int) (at >> 3)) >> (at & 7);
        int unused = Integer.SIZE - bits;
        codes[i] = (byte) (word << unused >> unused);
      }
      return codes;
    }
  },

  /**
   * Five ternary codes a byte: the byte is the sum of {@code (code + 1) * 3^i}, i = 0 .. 4; digits
   * beyond the last code are 0.
   */
  TRITS(2) {
    @Override
    long length(long count, int bits) {
      return Math.ceilDiv(count, (long) TRITS_A_BYTE);
    }

    @Override
    byte[] pack(Codes codes) {
      byte[] packed = new byte[(int) length(codes.size(), codes.bits())];
      for (int i = codes.size() - 1; i >= 0; i--) {
        int at = i / TRITS_A_BYTE;
        packed[at] = (byte) (packed[at] * 3 + codes.at(i) + 1);
      }
      return packed;
    }

    @Override
    byte[] unpack(byte[] packed, int count, int bits) {
      byte[] codes = new byte[count];
      int rest = 0;
      for (int i = 0; i < count; i++) {
        if (i % TRITS_A_BYTE == 0) {
          rest = Byte.toUnsignedInt(packed[i / TRITS_A_BYTE]);
        }
        codes[i] = (byte) (rest % 3 - 1);
        rest /= 3;
      }
      return codes;
    }
  },

  /** Eight codes of 1 bit a byte, the first in the lowest bit: 1 for +1, 0 for -1. */
  SIGNS(3) {
    @Override
    long length(long count, int bits) {
      return Math.ceilDiv(count, 8L);
    }

    @Override
    byte[] pack(Codes codes) {
      byte[] packed = new byte[(int) length(codes.size(), codes.bits())];
      for (int i = 0; i < codes.size(); i++) {
        packed[i >> 3] |= (byte) ((codes.at(i) > 0 ? 1 : 0) << (i & 7));
      }
      return packed;
    }

    @Override
    byte[] unpack(byte[] packed, int count, int bits) {
      byte[] codes = new byte[count];
      for (int i = 0; i < count; i++) {
        codes[i] = (byte) ((packed[i >> 3] >> (i & 7) & 1) == 0 ? -1 : 1);
      }
      return codes;
    }
  };

  private static final int TRITS_A_BYTE = 5;

  private final int tag;

  CodePacking(int tag) {
    this.tag = tag;
  }

  /** The number that stands for the packing in a file. */
  int tag() {
    return tag;
  }

  /** The bytes of {@code count} codes; an ArithmeticException if that is no long. */
  abstract long length(long count, int bits);

  abstract byte[] pack(Codes codes);

  /** The inverse of pack for bytes that pack made; other bytes give any codes. */
  abstract byte[] unpack(byte[] packed, int count, int bits);

  /** The packing of {@code count} codes: trits for ternary codes where that is shorter. */
  static CodePacking of(long count, int bits) {
    if (bits == 1) {
      return SIGNS;
    }
    boolean ternary = bits == FixedPoint.MIN_BITS;
    return ternary && TRITS.length(count, bits) < FIELDS.length(count, bits) ? TRITS : FIELDS;
  }

  /** The 16 bits from byte {@code at} on; zeros beyond the end. */
  private static int word(byte[] packed, int at) {
    int low = Byte.toUnsignedInt(packed[at]);
    return at + 1 < packed.length ? low | Byte.toUnsignedInt(packed[at + 1]) << 8 : low;
  }
}
