package org.dyadic.data;

/** What is done to training images, a function of seed, epoch and image index alone. */
public enum Augmentation {
  /** Nothing. */
  NONE,
  /**
   * Pad four black pixels on every side, crop at random to the old size, flip left-right or not.
   */
  PAD4_CROP_FLIP
}
