package org.dyadic.export.c;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.dyadic.quant.Fold;
import org.dyadic.quant.SignedDigits;

/** How a sum is multiplied by a factor and a product is rounded, in C. */
enum Arithmetic {
  /** A multiplication in 32 bits. */
  EXACT("rescale", "int32_t", "int32_t"),

  /** A multiplication in 64 bits, where the proof of 32 fails. */
  EXACT_WIDE("rescale_wide", "int32_t", "int64_t"),

  /** Shifts in 32 bits; factors are sums or differences of two powers of two. */
  SHIFT("rescale_shift", "int8_t", "int32_t"),

  /** Shifts in 64 bits, where the proof of 32 fails. */
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
      source.need(isWide() ? "shifts_wide.c" : "shifts.c");
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

  /** The C lines that read a channel's factor. */
  String read(String name, String array) {
    return isShift()
        ? "const int32_t %s = %s[2 * channel], %s_more = %s[2 * channel + 1];"
            .formatted(name, array, name, array)
        : "const int32_t %s = %s[channel];".formatted(name, array);
  }

  /** The C expression of a product with what {@link #read} has read. */
  String times(String factorName, String value) {
    return switch (this) {
      case EXACT -> factorName + " * " + value;
      case EXACT_WIDE -> factorName + " * (int64_t)" + value;
      case SHIFT -> "shifts(%s, %s, %s_more)".formatted(value, factorName, factorName);
      case SHIFT_WIDE -> "shifts_wide(%s, %s, %s_more)".formatted(value, factorName, factorName);
    };
  }

  /** The C function that limits what was shifted back. */
  String limit() {
    return isWide() ? "within_wide" : "within";
  }

  /**
   * A multiplier as it stands in flash: itself, or the signs and exponents + 1 of two powers of
   * two, each 0 where there is none.
   */
  IntStream codes(int multiplier) {
    return isShift() ? IntStream.of(powers(multiplier, Fold.DIGITS)) : IntStream.of(multiplier);
  }

  /** The code of 0 or of a power of two that may be negative. */
  static int power(int multiplier) {
    return powers(multiplier, 1)[0];
  }

  private static int[] powers(int multiplier, int most) {
    int[] digits = SignedDigits.of(multiplier);
    if (digits.length > most) {
      throw new IllegalArgumentException(
          "multiplier (=%d) must have at most %d digits that are not 0"
              .formatted(multiplier, most));
    }
    return Arrays.copyOf(digits, most);
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
