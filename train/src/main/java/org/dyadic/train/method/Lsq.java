package org.dyadic.train.method;

import java.util.Map;
import org.dyadic.train.optimizer.RateSchedule;

/**
 * Learned step size quantization.
 *
 * <p>Forward: {@code seen = round(clip(w / s, -top, top)) * s}.
 *
 * <p>Gradients, with g = dC/dseen and x = w / s:
 *
 * <pre>
 * dC/dw = g where |x| &lt; top, else 0
 * dC/ds = 1 / sqrt(M top) * sum over w of g * (round(x) - x where |x| &lt; top, else top sign(x))
 * </pre>
 *
 * <p>Symbols: s the step size, learned, from 2 mean |w| / sqrt(top); M the number of weights that
 * share it; top = 2^(N-1) - 1 for N bits.
 *
 * <p>Source: S. K. Esser et al., Learned step size quantization, arXiv 1902.08153. Its authors have
 * one more level, -(top + 1) s; ours are symmetric, as those of all methods here. We keep s
 * positive, and give it no weight decay.
 */
public final class Lsq extends LearnedSteps {

  /** Learned step sizes. */
  public Lsq(MethodSetup setup) {
    super(setup);
  }

  @Override
  float grid(float s) {
    return s;
  }

  /** {@code --method lsq}. */
  public static final class Provider implements MethodProvider {
    /** With the weight decay for 2 bits. */
    static final AuthorsSettings AUTHORS =
        new AuthorsSettings(null, RateSchedule.Kind.COSINE, 0.01, 1e-6, 2.5e-5, 8, Map.of());

    @Override
    public String name() {
      return "lsq";
    }

    @Override
    public String summary() {
      return "rounds in the forward pass, and learns the step size";
    }

    @Override
    public String source() {
      return "S. K. Esser et al., arXiv 1902.08153";
    }

    @Override
    public Scale scale() {
      return Scale.FLOAT;
    }

    @Override
    public AuthorsSettings authors() {
      return AUTHORS;
    }

    @Override
    public Method create(MethodSetup setup) {
      return new Lsq(setup);
    }
  }
}
