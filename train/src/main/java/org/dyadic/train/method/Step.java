package org.dyadic.train.method;

import org.dyadic.data.SplitMix64;

/**
 * Where training stands.
 *
 * @param epoch of the method's phase, from 0
 * @param number of steps of the phase before this one
 * @param learningRate of this step
 * @param seed of the run
 */
public record Step(int epoch, long number, double learningRate, long seed) {
  private static final int STREAM = 0x6d657468;

  /**
   * A source of random numbers that is a function of seed, step and stream, so that a resumed run
   * draws the same ones.
   *
   * @param stream tells several sources of one step apart
   */
  public SplitMix64 random(int stream) {
    return new SplitMix64(SplitMix64.derive(seed + STREAM, number, stream));
  }
}
