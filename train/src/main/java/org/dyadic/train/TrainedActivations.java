package org.dyadic.train;

import java.util.Map;
import org.dyadic.model.Network;
import org.dyadic.quant.Activation;
import org.dyadic.quant.ActivationSteps;
import org.dyadic.quant.Quantizer;
import org.dyadic.train.TrainingState.Phase;

/**
 * Activations as fixed point during the method's phase: forward passes round them where the integer
 * network does, to power-of-two steps that are chosen before each epoch of the phase's first half
 * and then stay, up to the packed model.
 */
final class TrainedActivations {
  private final Session session;
  private final ActivationPolicy policy;

  TrainedActivations(Session session) {
    this.session = session;
    this.policy = session.config().activations();
  }

  /** Whether steps are to be chosen before the epoch that comes. */
  boolean due() {
    TrainingState state = session.state();
    return policy.trained()
        && state.phase == Phase.METHOD
        && (state.epoch == 0 || 2 * state.epoch < session.config().methodEpochs());
  }

  /** Chooses steps for what the network has loaded, with the batch norms of training passes. */
  void choose() {
    session.state().activationExponents = calibrate(true);
    load();
  }

  /** Lets the network round as the state says. */
  void load() {
    TrainingState state = session.state();
    if (state.phase == Phase.METHOD && !state.activationExponents.isEmpty()) {
      session.network().roundActivations(steps().grids(model()), policy.prior());
    }
  }

  /**
   * The steps of the packed model: those of training, or the best ones for what the network has
   * loaded.
   */
  ActivationSteps steps() {
    Map<String, Integer> trained = session.state().activationExponents;
    return new ActivationSteps(policy.packedBits(), trained.isEmpty() ? calibrate(false) : trained);
  }

  private Network model() {
    return session.layout().network();
  }

  private Map<String, Integer> calibrate(boolean batchStatistics) {
    Map<String, Activation> activations = Quantizer.activations(model(), policy.packedBits());
    Calibration calibration = new Calibration(activations);
    session
        .evaluator()
        .observe(
            session.train(),
            session.config().seed(),
            Calibration.IMAGES,
            batchStatistics,
            activations.keySet(),
            calibration::observe);
    return calibration.exponents();
  }
}
