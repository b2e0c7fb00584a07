package org.dyadic.train.method;

/** What methods share whose forward pass sees weights at their modes. */
abstract class StraightThrough extends FixedSteps {
  StraightThrough(MethodSetup setup) {
    super(setup);
  }

  @Override
  public final boolean transforms() {
    return true;
  }

  @Override
  public final void forward(float[] w, float[] seen, Step step) {
    eachLayer((layer, size) -> size.round(layer, w, seen));
  }
}
