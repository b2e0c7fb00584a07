package org.dyadic.format;

import org.dyadic.quant.Scales;

/** How many scales a layer's weights have. */
enum Scaling {
  /** None: fixed point. */
  NONE(0),
  /** One. */
  LAYER(1),
  /** One an output channel. */
  CHANNELS(2),
  /** One for each of two planes. */
  PLANES_OF_LAYER(3),
  /** One for each of two planes, an output channel. */
  PLANES_OF_CHANNELS(4);

  private final int tag;

  Scaling(int tag) {
    this.tag = tag;
  }

  /** The number that stands for the form in a file. */
  int tag() {
    return tag;
  }

  /** The form of a number that is known to be one. */
  static Scaling ofTag(int tag) {
    return values()[tag];
  }

  static Scaling of(Scales scales) {
    if (scales.isNone()) {
      return NONE;
    }
    boolean one = scales.positive().length == 1;
    if (scales.twoPlanes()) {
      return one ? PLANES_OF_LAYER : PLANES_OF_CHANNELS;
    }
    return one ? LAYER : CHANNELS;
  }

  /** The scales of one plane. */
  int count(int channels) {
    return switch (this) {
      case NONE -> 0;
      case LAYER, PLANES_OF_LAYER -> 1;
      case CHANNELS, PLANES_OF_CHANNELS -> channels;
    };
  }

  boolean twoPlanes() {
    return this == PLANES_OF_LAYER || this == PLANES_OF_CHANNELS;
  }
}
