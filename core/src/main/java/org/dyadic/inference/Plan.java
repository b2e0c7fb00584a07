package org.dyadic.inference;

import java.util.List;

/**
 * A network as a list of kernel calls.
 *
 * @param steps in order
 * @param slotSizes elements of each activation buffer
 * @param patchSize elements of the scratch space for convolutions
 * @param input the slot that takes the input
 * @param output the slot that holds the logits at the end
 */
record Plan(List<Step> steps, int[] slotSizes, int patchSize, int input, int output) {}
