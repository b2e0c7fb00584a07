package org.dyadic.kernel;

/**
 * The weights of one layer as one provider of {@link Kernels} wants them. Immutable; any number of
 * threads may use it, each with scratch memory of its own.
 */
public interface Product {

  /** The scratch memory that it needs. */
  Scratch.Need scratch();

  /** Bytes that the prepared weights take. */
  long bytes();

  /**
   * Sums of one output row, without bias: for each column the output channels. Rows are asked for
   * in order from 0, all of one input before the next.
   *
   * @param in the input, channels last
   * @param y the row
   * @param scratch memory as {@link #scratch} asks for
   * @param sums receives outWidth times outChannels sums
   */
  void row(int[] in, int y, Scratch scratch, int[] sums);
}
