package org.dyadic.quant;

import java.util.Random;

/** Codes of every form, made of plain ones. */
final class RandomScales {
  /** How many forms there are. */
  static final int FORMS = 8;

  private RandomScales() {}

  /**
   * The same codes in another form.
   *
   * @param form 0 .. FORMS - 1
   */
  static Codes of(Codes codes, int channels, int form, Random random) {
    return switch (form) {
      case 0 -> codes;
      case 1 -> signs(codes, Scales.none());
      case 2 -> signs(codes, Scales.ofChannels(scales(channels, random)));
      case 3 -> scaled(codes, Scales.ofLayer(scales(1, random)[0]));
      case 4 -> scaled(codes, Scales.ofChannels(scales(channels, random)));
      case 5 -> scaled(codes, Scales.ofChannels(powers(channels, random)));
      case 6 -> scaled(codes, Scales.ofPlanes(scales(1, random), scales(1, random)));
      default -> scaled(codes, Scales.ofPlanes(scales(channels, random), scales(channels, random)));
    };
  }

  private static Codes scaled(Codes codes, Scales scales) {
    return new Codes(codes.bits(), codes.exponent(), codes.toBytes(), scales);
  }

  private static Codes signs(Codes codes, Scales scales) {
    byte[] signs = codes.toBytes();
    for (int i = 0; i < signs.length; i++) {
      signs[i] = (byte) (signs[i] > 0 || (signs[i] == 0 && i % 2 == 0) ? 1 : -1);
    }
    return new Codes(1, codes.exponent(), signs, scales);
  }

  private static float[] scales(int count, Random random) {
    float[] scales = new float[count];
    for (int i = 0; i < count; i++) {
      scales[i] = (float) Math.exp(random.nextGaussian());
    }
    return scales;
  }

  private static float[] powers(int count, Random random) {
    float[] scales = new float[count];
    for (int i = 0; i < count; i++) {
      scales[i] = Math.scalb(1f, random.nextInt(7) - 3);
    }
    return scales;
  }
}
