package org.dyadic.export.c;

/** How a sum is multiplied by a factor and a product is rounded, in C. */
enum Arithmetic {
  /** A multiplication in 32 bits. */
  EXACT("rescale", "int32_t", "int32_t"),

  /** A multiplication in 64 bits, where the proof of 32 fails. */
  EXACT_WIDE("rescale_wide", "int32_t", "int64_t"),

  /** A shift in 32 bits; factors are powers of two. */
  SHIFT("rescale_shift", "int8_t", "int32_t"),

  /** A shift in 64 bits, where the proof of 32 fails. */
  SHIFT_WIDE("rescale_shift_wide", "int8_t", "int64_t");

  private final String struct;
  private final String factor;
  private final String offset;

  Arithmetic(String struct, String factor, String offset) {
    this.struct = struct;
    this.factor = factor;
    this.offset = offset;
  }

  static Arithmetic of(boolean shift, boolean narrow) {
    if (shift) {
      return narrow ? SHIFT : SHIFT_WIDE;
    }
    return narrow ? EXACT : EXACT_WIDE;
  }

  /** Makes sure that the source has what this needs. */
  void need(Source source) {
    source.need("within.c");
    if (isWide()) {
      source.need("within_wide.c");
    }
    if (isShift()) {
      source.need(isWide() ? "shifted_wide.c" : "shifted.c");
    }
    source.need(struct + ".c");
  }

  /** The name of the struct of constants. */
  String struct() {
    return struct;
  }

  /** The C type of factors in flash. */
  String factorType() {
    return factor;
  }

  /** The C type of offsets. */
  String offsetType() {
    return offset;
  }

  boolean isWide() {
    return offset.equals("int64_t");
  }

  boolean isShift() {
    return factor.equals("int8_t");
  }

  /** The C expression of a product. */
  String times(String factorName, String value) {
    return switch (this) {
      case EXACT -> factorName + " * " + value;
      case EXACT_WIDE -> factorName + " * (int64_t)" + value;
      case SHIFT -> "shifted(%s, %s)".formatted(value, factorName);
      case SHIFT_WIDE -> "shifted_wide(%s, %s)".formatted(value, factorName);
    };
  }

  /** The C function that limits what was shifted back. */
  String limit() {
    return isWide() ? "within_wide" : "within";
  }

  /** A multiplier as it stands in flash: itself, or the sign and exponent + 1 of a power of two. */
  int code(int multiplier) {
    return isShift() ? power(multiplier) : multiplier;
  }

  /** The code of 0 or of a power of two that may be negative. */
  static int power(int multiplier) {
    if (Integer.bitCount(Math.abs(multiplier)) > 1) {
      throw new IllegalArgumentException(
          "multiplier (=%d) must be 0 or plus or minus a power of two".formatted(multiplier));
    }
    int exponent = Integer.numberOfTrailingZeros(multiplier);
    return multiplier == 0 ? 0 : Integer.signum(multiplier) * (exponent + 1);
  }

  /**
   * The C expression of a product by shifts and additions: the digits -1, 0 and 1 of the factor, no
   * two neighbours of which are not 0.
   *
   * @param type an unsigned type; sums of any order are the same modulo its size
   */
  static String digits(String value, String type, long multiplier) {
    StringBuilder text = new StringBuilder("0u");
    long left = multiplier;
    for (int i = 0; left != 0; i++) {
      if ((left & 1) != 0) {
        boolean minus = (left & 3) == 3;
        text.append(minus ? " - " : " + ").append("((%s)%s << %d)".formatted(type, value, i));
        left += minus ? 1 : -1;
      }
      left >>= 1;
    }
    return text.toString();
  }
}
