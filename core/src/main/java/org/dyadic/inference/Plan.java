package org.dyadic.inference;

import java.util.List;
import org.dyadic.kernel.Scratch;

/**
 * A network as a list of steps.
 *
 * @param steps in order
 * @param slotSizes elements of each activation buffer
 * @param rowSize elements of the longest output row of a layer with weights
 * @param scratch what the products need
 * @param weightBytes what the prepared weights take
 * @param input the slot that takes the input
 * @param output the slot that holds the logits at the end
 */
record Plan(
    List<Step> steps,
    int[] slotSizes,
    int rowSize,
    Scratch.Need scratch,
    long weightBytes,
    int input,
    int output) {

  /** The memory of one session. */
  Step.Memory allocate() {
    int[][] slots = new int[slotSizes.length][];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = new int[slotSizes[i]];
    }
    return new Step.Memory(slots, new int[rowSize], scratch.allocate());
  }
}
