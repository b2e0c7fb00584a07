package org.dyadic.model;

/**
 * Networks of depthwise-separable blocks, {@code DW3-64C1}: each channel is filtered by itself,
 * then 1 x 1 filters mix the channels. They are what microcontrollers run.
 *
 * <p>On inputs of one row, such as a sensor's readings over time, every kernel is one row of as
 * many columns.
 */
final class SeparableNetworks {
  /** Inputs up to this size keep their size in MobileNet's first layer. */
  private static final int LARGEST_SMALL = 64;

  private SeparableNetworks() {}

  /**
   * DS-CNN, the small keyword-spotting network (Zhang, Suda, Lai, Chandra: "Hello Edge", arXiv
   * 1711.07128), without its dropout: 64 filters of 10 x 4 with stride 2, four blocks of 64
   * filters, the mean of each channel. Made for 49 x 10 features; without the last layer.
   */
  static String dscnn(Shape input) {
    return input.height() == 1 ? "64C1x10s2p-4x(DW1x3-64C1)-GAP" : "64C10x4s2p-4x(DW3-64C1)-GAP";
  }

  /**
   * MobileNet (Howard et al., arXiv 1704.04861), without the last layer. Its five strides of 2 are
   * meant for 224 x 224; on inputs of up to 64 x 64 the first layer has a stride of 1.
   */
  static String mobilenet(Shape input) {
    String first = Math.max(input.height(), input.width()) <= LARGEST_SMALL ? "" : "s2";
    String kernel = input.height() == 1 ? "1x3" : "3";
    return ("32C#%s-DW#-64C1-DW#s2-128C1-DW#-128C1-DW#s2-256C1-DW#-256C1-DW#s2-512C1"
            + "-5x(DW#-512C1)-DW#s2-1024C1-DW#-1024C1-GAP")
        .formatted(first)
        .replace("#", kernel);
  }
}
