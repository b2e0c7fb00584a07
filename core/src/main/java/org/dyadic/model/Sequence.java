package org.dyadic.model;

/**
 * A planar tensor read as a sequence. Its rows are the steps, first row first; a step's features
 * are the columns of that row, channel after channel. A tensor of one row is a series of its
 * columns: each column is a step, its features are the channels.
 *
 * <p>Feature f of step t is the element {@code f / run * channelSize + t * run + f % run} of the
 * planar array.
 *
 * @param steps how many there are, at least 2
 * @param channels the tensor's channels
 * @param run neighbouring elements of one channel that belong to one step
 */
public record Sequence(int steps, int channels, int run) {

  /**
   * The sequence of a shape.
   *
   * @throws IllegalArgumentException if the shape is a vector, which has no steps
   */
  public static Sequence of(Shape in) {
    if (in.area() == 1) {
      throw new IllegalArgumentException(
          "input %s must have rows, the steps of a sequence; a vector has none".formatted(in));
    }
    int steps = in.height() > 1 ? in.height() : in.width();
    return new Sequence(steps, in.channels(), in.area() / steps);
  }

  /** The features of one step. */
  public int features() {
    return channels * run;
  }

  /** The elements of one channel. */
  public int channelSize() {
    return steps * run;
  }
}
