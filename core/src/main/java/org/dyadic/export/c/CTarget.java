package org.dyadic.export.c;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The processor that the inner loops are written for; every one compiles for every other. */
public enum CTarget {
  /** Any processor with 32-bit registers. */
  GENERIC(4),
  /** Eight registers that most instructions can use. */
  CORTEX_M0(4),
  /** Thirteen registers. */
  CORTEX_M4(8),
  /** Fifteen registers, no multiplier. */
  RV32EC(4),
  /** Thirty-one registers. */
  RV32IMC(8);

  private final int words;

  CTarget(int words) {
    this.words = words;
  }

  /** Words of lanes that a convolution sums at once. */
  int words() {
    return words;
  }

  /** What the user writes, such as {@code cortex-m0}. */
  public String flag() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The target of a name.
   *
   * @throws IllegalArgumentException listing the targets if it is none
   */
  public static CTarget of(String name) {
    return Arrays.stream(values())
        .filter(target -> target.flag().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--target %s is none; these are: %s".formatted(name, flags())));
  }

  private static String flags() {
    return Arrays.stream(values()).map(CTarget::flag).collect(Collectors.joining(", "));
  }
}
