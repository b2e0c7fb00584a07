package org.dyadic.train.method;

import org.dyadic.model.ParameterLayout.Slot;

/**
 * The weights of one layer in the flat array, cut into blocks that share a step size: one block, or
 * one an output channel. Output channels lie one after the other in every memory format.
 *
 * @param slot where the weights lie
 * @param bits of a weight
 * @param blocks 1, or the number of output channels
 */
public record WeightLayer(Slot slot, int bits, int blocks) {
  /** Checks that the blocks are equally large. */
  public WeightLayer {
    if (blocks < 1 || slot.size() % blocks != 0) {
      throw new IllegalArgumentException(
          "%s: %d weights do not make %d blocks".formatted(slot.name(), slot.size(), blocks));
    }
  }

  /** The weights' name, such as {@code conv1.weight}. */
  public String name() {
    return slot.name();
  }

  /** The index of the first weight. */
  public int offset() {
    return slot.offset();
  }

  /** One past the index of the last weight. */
  public int end() {
    return slot.end();
  }

  /** The number of weights, M_l. */
  public int size() {
    return slot.size();
  }

  /** The number of weights of a block. */
  public int blockSize() {
    return slot.size() / blocks;
  }

  /** The index of a block's first weight. */
  public int from(int block) {
    return slot.offset() + block * blockSize();
  }

  /** One past the index of a block's last weight. */
  public int to(int block) {
    return from(block) + blockSize();
  }

  /** The number of weights that one output sums, as Glorot and He count it. */
  public int fanIn() {
    return slot.size() / fanOut();
  }

  /** The number of output channels. */
  public int fanOut() {
    return slot.parameter().dims().getFirst();
  }
}
