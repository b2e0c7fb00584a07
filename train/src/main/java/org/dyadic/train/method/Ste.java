package org.dyadic.train.method;

import java.util.List;
import org.dyadic.quant.FixedPoint;

/**
 * Straight-through training on SGM's own grid.
 *
 * <p>Forward: {@code Q(w; D_l) = clip(round(w / D_l), -top, top) * D_l}.
 *
 * <p>Gradient: {@code dC/dw = dC/dQ}, as if Q were the identity; with {@code outside=zero}, 0 where
 * |w| &gt; (top + 1/2) D_l, that is, where the clip is active and pushes. With a step that is
 * frozen, such a weight could never come back; so the default lets the gradient pass.
 *
 * <p>Symbols: D_l = 2^-f_l, the best power of two on the float weights, then frozen; top = 2^(N-1)
 * - 1 for N bits.
 *
 * <p>Source: Y. Bengio, N. Leonard, A. Courville, arXiv 1308.3432; with a uniform quantizer S. Zhou
 * et al., DoReFa-Net, arXiv 1606.06160.
 */
public final class Ste extends StraightThrough {
  private static final String OUTSIDE = "outside";

  private final boolean zeroOutside;

  /** Straight-through training. */
  public Ste(MethodSetup setup) {
    super(setup);
    zeroOutside = setup.options().choice(OUTSIDE).equals("zero");
  }

  @Override
  public void backward(float[] w, float[] gradient, Step step) {
    if (zeroOutside) {
      eachLayer((layer, size) -> stopOutside(layer, size, w, gradient));
    }
  }

  private static void stopOutside(WeightLayer layer, StepSizes size, float[] w, float[] gradient) {
    float top = FixedPoint.top(layer.bits());
    for (int b = 0; b < layer.blocks(); b++) {
      float bound = (top + 0.5f) * size.step(b);
      for (int i = layer.from(b); i < layer.to(b); i++) {
        gradient[i] = Math.abs(w[i]) > bound ? 0 : gradient[i];
      }
    }
  }

  /** {@code --method ste}. */
  public static final class Provider implements MethodProvider {
    @Override
    public String name() {
      return "ste";
    }

    @Override
    public String summary() {
      return "rounds in the forward pass, passes the gradient straight through";
    }

    @Override
    public String source() {
      return "Y. Bengio et al., arXiv 1308.3432";
    }

    @Override
    public Scale scale() {
      return Scale.FIXED_POINT;
    }

    @Override
    public List<MethodOption> options() {
      return List.of(
          MethodOption.choice(
              OUTSIDE, "gradient of weights beyond the outermost mode", "pass", "zero"));
    }

    @Override
    public Method create(MethodSetup setup) {
      return new Ste(setup);
    }
  }
}
