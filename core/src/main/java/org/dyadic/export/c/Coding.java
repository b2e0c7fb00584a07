package org.dyadic.export.c;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.dyadic.quant.Codes;

/**
 * How codes lie in flash, and which C function adds their products. The functions take inputs in
 * groups of four and look the sums of their subsets up: four bits say which of the four inputs are
 * in the subset.
 */
enum Coding {
  /** Codes -1, 0, +1: four bits for the inputs that are added, four for those subtracted. */
  TERNARY("uint32_t", "ternary"),

  /** The same, with a sum for each sign. */
  SPLIT("uint32_t", "split"),

  /** Codes -1, +1: four bits for the inputs that are subtracted. */
  SIGNS("uint8_t", "signs"),

  /** Codes of 3 bits and more, in two's complement: four bits for each bit of a code. */
  PLANES("uint8_t", "planes");

  /** Inputs whose codes make a word where codes have 2 bits. */
  static final int SIXTEEN = 16;

  private static final int QUAD = 4;
  private static final int SIGN_BIT = 7;

  private final String element;
  private final String name;

  Coding(String element, String name) {
    this.element = element;
    this.name = name;
  }

  static Coding of(Codes weights) {
    boolean split = weights.scales().twoPlanes();
    return switch (weights.bits()) {
      case 1 -> split ? SPLIT : SIGNS;
      case 2 -> split ? SPLIT : TERNARY;
      default -> PLANES;
    };
  }

  /** The C type of the array that holds the codes of whole sixteens. */
  String element() {
    return element;
  }

  /** The end of the C functions' names. */
  String lower() {
    return name;
  }

  /** Whether codes of 16 inputs and codes of a rest are arrays of their own. */
  boolean hasRest() {
    return element.equals("uint32_t");
  }

  /** Inputs are filled up with zeros to a multiple of this number. */
  int pad() {
    return hasRest() ? QUAD : 2 * QUAD;
  }

  /** The codes of whole sixteens as words; those of a group, then those of the next. */
  List<Long> words(WeightMatrix matrix, int groups) {
    List<Long> words = new ArrayList<>();
    int outputs = matrix.outputs() / groups;
    for (int group = 0; group < groups; group++) {
      for (int from = 0; restOf(matrix, from) > 3 * QUAD; from += SIXTEEN) {
        for (int o = group * outputs; o < (group + 1) * outputs; o++) {
          words.add(word(matrix, o, from));
        }
      }
    }
    return words;
  }

  private static int restOf(WeightMatrix matrix, int from) {
    return matrix.inputs() - from;
  }

  private static long word(WeightMatrix matrix, int output, int from) {
    long word = 0;
    for (int quad = 0; quad < QUAD; quad++) {
      int shift = (quad & 1) * 4 + (quad >> 1) * 16;
      word |= (long) bits(matrix, output, from + QUAD * quad, 1) << shift;
      word |= (long) bits(matrix, output, from + QUAD * quad, -1) << (shift + 8);
    }
    return word;
  }

  /** Which of four codes are {@code code}. */
  private static int bits(WeightMatrix matrix, int output, int from, int code) {
    int bits = 0;
    for (int i = 0; i < QUAD; i++) {
      bits |= matrix.at(output, from + i) == code ? 1 << i : 0;
    }
    return bits;
  }

  /** The codes of inputs after the last whole sixteen, a byte for four. */
  byte[] rest(WeightMatrix matrix) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int from = matrix.inputs() / SIXTEEN * SIXTEEN;
    if (matrix.inputs() - from > 3 * QUAD) {
      return new byte[0];
    }
    for (int o = 0; o < matrix.outputs(); o++) {
      for (int quad = from; quad < matrix.inputs(); quad += QUAD) {
        bytes.write(bits(matrix, o, quad, 1) | bits(matrix, o, quad, -1) << 4);
      }
    }
    return bytes.toByteArray();
  }

  /** All codes as bytes: for eight inputs a byte for each bit of a code, the sign first. */
  byte[] planes(WeightMatrix matrix, int groups) {
    int first = this == SIGNS ? SIGN_BIT : matrix.bits() - 1;
    int last = this == SIGNS ? SIGN_BIT : 0;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int outputs = matrix.outputs() / groups;
    for (int group = 0; group < groups; group++) {
      for (int from = 0; from < matrix.inputs(); from += SIXTEEN) {
        int end = Math.min(from + SIXTEEN, matrix.inputs());
        for (int o = group * outputs; o < (group + 1) * outputs; o++) {
          for (int plane = first; plane >= last; plane--) {
            for (int eight = from; eight < end; eight += 2 * QUAD) {
              bytes.write(plane(matrix, o, eight, plane));
            }
          }
        }
      }
    }
    return bytes.toByteArray();
  }

  private static int plane(WeightMatrix matrix, int output, int from, int plane) {
    int bits = 0;
    for (int i = 0; i < 2 * QUAD; i++) {
      bits |= (matrix.at(output, from + i) >> plane & 1) << i;
    }
    return bits;
  }
}
