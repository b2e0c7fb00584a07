package org.dyadic.train.method;

import java.util.Arrays;

/** What a layer's weights on a few float levels become. */
final class Levels {
  private Levels() {}

  /**
   * Codes -1, 0, 1 with up to two scales where the levels are at most one negative number, zero and
   * one positive number, so that the layer can be run in integers; else a codebook.
   *
   * @param table the levels, rising
   * @param symbols the index of each weight's level
   * @param obstacle why a codebook cannot be run in integers
   */
  static QuantizedLayer quantized(
      WeightLayer layer, float[] table, byte[] symbols, String obstacle) {
    float below = 0;
    float above = 0;
    int others = 0;
    for (float level : table) {
      below = level < 0 ? level : below;
      above = level > 0 ? level : above;
      others += level == 0 ? 0 : 1;
    }
    if (others != (below < 0 ? 1 : 0) + (above > 0 ? 1 : 0)) {
      return new QuantizedLayer.Codebook(table, symbols, obstacle);
    }
    byte[] codes = new byte[symbols.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) Math.signum(table[symbols[i] & 0xff]);
    }
    return ternary(layer, codes, above, -below);
  }

  /** One pair of scales for all blocks; a scale that no code has is that of the other sign. */
  private static QuantizedLayer ternary(WeightLayer layer, byte[] codes, float above, float below) {
    float[] positive = new float[layer.blocks()];
    float[] negative = new float[layer.blocks()];
    Arrays.fill(positive, above > 0 ? above : below > 0 ? below : 1);
    Arrays.fill(negative, below > 0 ? below : positive[0]);
    boolean same = negative[0] == positive[0];
    return new QuantizedLayer.Coded(2, codes, positive, same ? new float[0] : negative);
  }
}
