package org.dyadic.train.method;

import org.dyadic.quant.FixedPoint;

/**
 * Learned step size quantization in fixed point: {@link Lsq} whose step is the power of two next to
 * the learned s.
 *
 * <p>Forward: {@code seen = round(clip(w / D, -top, top)) * D} with {@code D = 2^round(log2 s)}.
 *
 * <p>Gradients: those of {@link Lsq} with D for s; the rounding of log2 s is passed straight
 * through, so that {@code dD/ds = D / s}.
 *
 * <p>Symbols: as for {@link Lsq}; s lies in 2^-24 .. 2^24.
 *
 * <p>Source: S. K. Esser et al., arXiv 1902.08153; the straight-through power of two is that of S.
 * R. Jain et al., Trained quantization thresholds, arXiv 1903.08066, who learn log2 s and round it
 * up.
 */
public final class LsqPow2 extends LearnedSteps {

  /** Learned step sizes that are powers of two. */
  public LsqPow2(MethodSetup setup) {
    super(setup);
  }

  @Override
  float grid(float s) {
    return FixedPoint.step(Rounding.exponent(s));
  }

  /** {@code --method lsq-pow2}. */
  public static final class Provider implements MethodProvider {
    @Override
    public String name() {
      return "lsq-pow2";
    }

    @Override
    public String summary() {
      return "rounds in the forward pass, and learns which power of two the step size is";
    }

    @Override
    public String source() {
      return "S. K. Esser et al., arXiv 1902.08153; S. R. Jain et al., arXiv 1903.08066";
    }

    @Override
    public Scale scale() {
      return Scale.FIXED_POINT;
    }

    @Override
    public AuthorsSettings authors() {
      return Lsq.Provider.AUTHORS;
    }

    @Override
    public Method create(MethodSetup setup) {
      return new LsqPow2(setup);
    }
  }
}
