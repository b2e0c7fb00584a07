package org.dyadic.train.method;

import java.util.List;

/**
 * Post-training rounding: the float weights are quantized as they are, {@code Q(w; 2^-f)} with the
 * best integer f, for one bit the sign times 2^-f. The lower bound that every method must beat.
 */
public final class Naive extends FixedSteps {

  /** Rounding. */
  public Naive(MethodSetup setup) {
    super(setup);
  }

  /** {@code --method naive}. */
  public static final class Provider implements MethodProvider {
    @Override
    public String name() {
      return "naive";
    }

    @Override
    public String summary() {
      return "rounds the float weights to the nearest mode, without training";
    }

    @Override
    public String source() {
      return "post-training quantization: the lower bound";
    }

    @Override
    public Scale scale() {
      return Scale.FIXED_POINT;
    }

    @Override
    public List<Integer> bits() {
      return List.of(2, 1, 3, 4, 5, 6, 7, 8);
    }

    @Override
    public boolean trains() {
      return false;
    }

    @Override
    public Method create(MethodSetup setup) {
      return new Naive(setup);
    }
  }
}
