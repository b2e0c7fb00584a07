package org.dyadic.train.torch;

import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.dyadic.quant.Grid;

/**
 * Rounds layers' outputs to grids. With D the step of a grid from {@code low} to {@code high}:
 *
 * <pre>
 * forward    Q(a) = clip(floor(a / D + 1/2), low, high) * D          ties go up, as in integers
 * backward   dL/da = dL/dQ where low * D &lt;= a &lt;= high * D, else 0      straight through
 * prior      L += lambda / 2 * sum over tensors of mean((a - Q(a))^2)
 * </pre>
 *
 * The backward pass of the prior takes Q(a) for a constant: its gradient is lambda (a - Q(a)) / M
 * for a tensor of M elements, outside the grid's range, too.
 */
final class ActivationRounding {
  private Map<String, Grid> grids = Map.of();
  private double prior;
  private boolean active;
  private Tensor penalty;

  /**
   * Rounds from now on.
   *
   * @param newGrids by name of layer, with the divisor 1
   * @param newPrior lambda
   */
  void set(Map<String, Grid> newGrids, double newPrior) {
    grids = Map.copyOf(newGrids);
    prior = newPrior;
    active = true;
  }

  /** Whether anything is rounded. */
  boolean active() {
    return active;
  }

  /** Forgets the losses of the pass before. */
  void begin() {
    penalty = null;
  }

  /** The loss of the prior in this pass, or null if there is none. */
  Tensor penalty() {
    return penalty;
  }

  /** A layer's output, rounded if it has a grid. */
  Tensor round(String name, Tensor x) {
    Grid grid = grids.get(name);
    return grid == null ? x : round(x, grid);
  }

  /** Rounds a tensor to a grid. */
  Tensor round(Tensor x, Grid grid) {
    double step = grid.step();
    Tensor a = x.to(torch.ScalarType.Float);
    Tensor limited = a.clamp(optional(grid.min() * step), optional(grid.max() * step));
    Tensor q;
    try (NoGradGuard _ = new NoGradGuard()) {
      q = limited.mul(new Scalar(1 / step)).add_(new Scalar(0.5)).floor_().mul_(new Scalar(step));
    }
    if (!a.requires_grad()) {
      return q;
    }
    if (prior > 0) {
      Tensor loss = a.sub(q).square().mean().mul(new Scalar(prior / 2));
      penalty = penalty == null ? loss : penalty.add(loss);
    }
    return q.add(limited.sub(limited.detach()));
  }

  private static ScalarOptional optional(double value) {
    return new ScalarOptional(new Scalar(value));
  }
}
