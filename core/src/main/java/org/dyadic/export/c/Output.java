package org.dyadic.export.c;

/**
 * Where a step leaves its result, and how.
 *
 * @param argument the C expression of the first element
 * @param type of an element
 * @param stride elements from one pixel to the next
 * @param merge what happens to several results for one place
 */
record Output(Argument argument, ElementType type, int stride, Merge merge) {

  /** What happens to several results for one place. */
  enum Merge {
    NONE,
    LARGEST,
    SUM;

    /** C lines that store {@code value}. */
    String store(String target, String first, ElementType type) {
      String cast = "(" + type.c() + ")";
      return switch (this) {
        case NONE -> "%s = %svalue;".formatted(target, cast);
        case LARGEST ->
            """
            if (%s != 0u || value > (int32_t)%s) {
                %s = %svalue;
            }
            """
                .formatted(first, target, target, cast);
        case SUM ->
            """
            if (%s != 0u) {
                %s = %svalue;
            } else {
                %s = %s((int32_t)%s + value);
            }
            """
                .formatted(first, target, cast, target, cast, target);
      };
    }
  }

  static Output of(Tensor tensor) {
    return merged(tensor, Merge.NONE);
  }

  static Output merged(Tensor tensor, Merge merge) {
    return new Output(tensor, tensor.type(), tensor.stride(), merge);
  }

  /** The logits, which the caller owns. */
  static Output logits(int classes) {
    return new Output(new Argument.Text("logits"), ElementType.S32, classes, Merge.NONE);
  }
}
