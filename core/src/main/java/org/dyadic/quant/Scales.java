package org.dyadic.quant;

import java.util.Arrays;

/**
 * Real factors of a layer's weights, besides the step 2^-exponent of its codes. Without scales the
 * weights are fixed point with one step a layer. Otherwise there is one scale a layer or one an
 * output channel; and codes below zero may have a magnitude of their own (two planes, the ternary
 * weights {-Wn, 0, +Wp} of TTQ and VNQ).
 *
 * <p>Every scale is finite and greater than 0. A channel whose codes are all 0 takes any such
 * number; methods give it 1.
 *
 * @param positive what codes are multiplied by, those above zero only if there are two planes;
 *     empty, one for the layer, or one an output channel
 * @param negative what codes below zero are multiplied by; as many as {@code positive} if there are
 *     two planes, else empty
 */
public record Scales(float[] positive, float[] negative) {
  private static final Scales NONE = new Scales(new float[0], new float[0]);

  /** Copies the arrays and checks every scale. */
  public Scales {
    positive = positive.clone();
    negative = negative.clone();
    Rules.check(
        negative.length == 0 || negative.length == positive.length,
        "scales",
        "%d for codes above zero, %d for codes below",
        positive.length,
        negative.length);
    check(positive, "scale");
    check(negative, "negative scale");
  }

  private static void check(float[] scales, String what) {
    for (int i = 0; i < scales.length; i++) {
      Rules.check(
          scales[i] > 0 && Float.isFinite(scales[i]),
          "scales",
          "%s %d (=%s) must be finite and greater than 0",
          what,
          i,
          scales[i]);
    }
  }

  /** No scales: fixed point. */
  public static Scales none() {
    return NONE;
  }

  /** One scale for all weights. */
  public static Scales ofLayer(float scale) {
    return new Scales(new float[] {scale}, new float[0]);
  }

  /** One scale an output channel. */
  public static Scales ofChannels(float... scales) {
    return new Scales(scales, new float[0]);
  }

  /**
   * Two planes.
   *
   * @param positive of codes above zero, one or one an output channel
   * @param negative of codes below zero, as many
   */
  public static Scales ofPlanes(float[] positive, float[] negative) {
    Rules.check(negative.length > 0, "scales", "two planes must have scales");
    return new Scales(positive, negative);
  }

  @Override
  public float[] positive() {
    return positive.clone();
  }

  @Override
  public float[] negative() {
    return negative.clone();
  }

  /** The number of scales, both planes together. */
  public int count() {
    return positive.length + negative.length;
  }

  /** Whether the weights are codes times a power of two and nothing else. */
  public boolean isNone() {
    return positive.length == 0;
  }

  /** Whether codes below zero have scales of their own, so that a layer keeps two accumulators. */
  public boolean twoPlanes() {
    return negative.length > 0;
  }

  /** 1, or 2 where codes below zero have scales of their own. */
  public int planes() {
    return twoPlanes() ? 2 : 1;
  }

  /** Whether weights are fixed point: there are not two planes and every scale is a power of 2. */
  public boolean isFixedPoint() {
    return !twoPlanes() && arePowersOfTwo();
  }

  /** Whether every scale of both planes is a power of two. */
  public boolean arePowersOfTwo() {
    return arePowersOfTwo(positive) && arePowersOfTwo(negative);
  }

  private static boolean arePowersOfTwo(float[] scales) {
    for (double scale : scales) {
      if (scale != Math.scalb(1.0, Math.getExponent(scale))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Throws unless there are no scales, one, or one a channel.
   *
   * @param layer for the message
   */
  void check(String layer, int channels) {
    Rules.check(
        positive.length <= 1 || positive.length == channels,
        layer,
        "%d scales for %d output channels",
        positive.length,
        channels);
  }

  /** The factor of each channel's codes, those above zero only if there are two planes. */
  double[] positive(int channels) {
    return spread(positive, channels);
  }

  /** The factor of each channel's codes below zero. */
  double[] negative(int channels) {
    return spread(twoPlanes() ? negative : positive, channels);
  }

  private static double[] spread(float[] scales, int channels) {
    double[] spread = new double[channels];
    for (int c = 0; c < channels; c++) {
      spread[c] = scales.length == 0 ? 1 : scales[scales.length == 1 ? 0 : c];
    }
    return spread;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Scales that
        && Arrays.equals(positive, that.positive)
        && Arrays.equals(negative, that.negative);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(positive) * 31 + Arrays.hashCode(negative);
  }

  @Override
  public String toString() {
    return "Scales[positive=%s, negative=%s]"
        .formatted(Arrays.toString(positive), Arrays.toString(negative));
  }
}
