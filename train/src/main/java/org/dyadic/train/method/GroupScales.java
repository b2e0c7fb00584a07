package org.dyadic.train.method;

import org.dyadic.data.SplitMix64;

/**
 * The random scales of the groups of a layer's weights in {@link Bayesian}: their posterior, and
 * their prior.
 */
interface GroupScales {

  /** The posterior to start from: scale 1 with a small variance. */
  void start();

  /** Draws a scale for every group. */
  void sample(SplitMix64 random, float[] scales);

  /**
   * One step of Adam on the task's loss plus {@code klWeight * KL(posterior, prior)}.
   *
   * @param gradient the task's gradient with respect to the scales that were drawn last
   */
  void step(float[] gradient, double klWeight, Step step, double rate);

  /** The posterior mean of a group's scale. */
  double mean(int group);

  /** The posterior mean of the square of a group's scale. */
  double secondMoment(int group);

  /** What a group is pruned by: large where the scale is as good as zero. */
  double pruningScore(int group);
}
