package org.dyadic.train;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dyadic.model.Layer;
import org.dyadic.model.Parameter;
import org.dyadic.model.ParameterLayout;
import org.dyadic.model.ParameterLayout.Slot;
import org.dyadic.quant.Fold;
import org.dyadic.train.torch.TorchNetwork;

/**
 * Batch norms as {@link Fold#SHIFT} leaves them. Forward, a channel's gamma is seen as
 *
 * <pre>
 * gamma' = P(gamma / sigma) * sigma,    sigma = sqrt(running variance + epsilon)
 * </pre>
 *
 * with P the nearest sum or difference of two powers of two, {@link Fold#scale}, so that its scale
 * is one. Backward, gamma takes the gradient of gamma' as it is (straight through): gamma wanders
 * until another such number is nearer.
 */
final class ShiftNorms {
  /** A batch norm's gammas and running variances. */
  private record Norm(Slot gamma, Slot variance) {}

  private final List<Norm> norms = new ArrayList<>();
  private final TorchNetwork network;
  private final float[] statistics;

  /** The batch norms of a network. */
  ShiftNorms(ParameterLayout layout, TorchNetwork network) {
    this.network = network;
    this.statistics = new float[layout.statisticsSize()];
    Map<String, Slot> variances = new HashMap<>();
    for (Slot slot : layout.statistics()) {
      if (slot.parameter().role() == Parameter.Role.RUNNING_VAR) {
        variances.put(slot.parameter().layer(), slot);
      }
    }
    for (Slot slot : layout.trained()) {
      if (slot.parameter().role() == Parameter.Role.GAMMA) {
        norms.add(new Norm(slot, variances.get(slot.parameter().layer())));
      }
    }
  }

  /**
   * Replaces gamma by gamma', by the running variances that the network has now.
   *
   * @param values trained parameters, in the layout's order
   */
  void snap(float[] values) {
    network.getStatistics(statistics);
    for (Norm norm : norms) {
      for (int c = 0; c < norm.gamma().size(); c++) {
        int at = norm.gamma().offset() + c;
        double variance = statistics[norm.variance().offset() + c];
        double sigma = Math.sqrt(variance + Layer.BatchNorm.EPSILON);
        values[at] = (float) (Fold.SHIFT.scale(values[at] / sigma) * sigma);
      }
    }
  }
}
