package org.dyadic.inference;

import org.dyadic.kernel.Kernels;
import org.dyadic.quant.QuantizedNetwork;

/** A plan that is built when it is first asked for; the network is given up then. */
final class LazyPlan {
  private final Kernels kernels;
  private QuantizedNetwork network;
  private volatile Plan plan;

  LazyPlan(QuantizedNetwork network, Kernels kernels) {
    this.network = network;
    this.kernels = kernels;
  }

  Plan get() {
    Plan built = plan;
    return built == null ? build() : built;
  }

  private synchronized Plan build() {
    if (plan == null) {
      plan = PlanBuilder.build(network, kernels);
      network = null;
    }
    return plan;
  }
}
