package org.dyadic.train;

import org.dyadic.train.method.MethodProvider;
import org.dyadic.train.optimizer.Optimizer;
import org.dyadic.train.optimizer.RateSchedule;

/**
 * The part of {@link TrainingConfigBuilder} that describes how gradient descent goes.
 *
 * @param <B> the builder
 */
abstract class PhaseSettings<B> {
  private int floatEpochs;
  private int epochs;
  private Optimizer.Kind floatOptimizer = Optimizer.Kind.NESTEROV;
  private Optimizer.Kind optimizer = Optimizer.Kind.NESTEROV;
  private RateSchedule.Kind floatSchedule = RateSchedule.Kind.LINEAR;
  private RateSchedule.Kind schedule = RateSchedule.Kind.LINEAR;
  private double floatLearningRate;
  private double floatLearningRateEnd = 0.001;
  private Double learningRate;
  private double learningRateEnd = 0.001;
  private double weightDecay = 1e-4;
  private Double methodWeightDecay;

  /** This object. */
  abstract B self();

  /** Takes the values of both phases. */
  final void copyPhases(TrainingConfig config) {
    floatEpochs = config.floatPhase().epochs();
    epochs = config.methodPhase().epochs();
    floatOptimizer = config.floatPhase().optimizer();
    optimizer = config.methodPhase().optimizer();
    floatSchedule = config.floatPhase().schedule();
    schedule = config.methodPhase().schedule();
    floatLearningRate = config.floatPhase().learningRate();
    floatLearningRateEnd = config.floatPhase().learningRateEnd();
    learningRate = config.methodPhase().learningRate();
    learningRateEnd = config.methodPhase().learningRateEnd();
    weightDecay = config.floatPhase().weightDecay();
    methodWeightDecay = config.methodPhase().weightDecay();
  }

  /** Sets the epochs of the float phase. */
  public B floatEpochs(int value) {
    floatEpochs = value;
    return self();
  }

  /** Sets the epochs of the method's phase. */
  public B epochs(int value) {
    epochs = value;
    return self();
  }

  /** Sets the optimizer of the float phase. */
  public B floatOptimizer(Optimizer.Kind value) {
    floatOptimizer = value;
    return self();
  }

  /** Sets the optimizer of the method's phase. */
  public B optimizer(Optimizer.Kind value) {
    optimizer = value;
    return self();
  }

  /** Sets the curve of the learning rate in the float phase. */
  public B floatSchedule(RateSchedule.Kind value) {
    floatSchedule = value;
    return self();
  }

  /** Sets the curve of the learning rate in the method's phase. */
  public B schedule(RateSchedule.Kind value) {
    schedule = value;
    return self();
  }

  /** Sets the first learning rate of the float phase. */
  public B floatLearningRate(double value) {
    floatLearningRate = value;
    return self();
  }

  /** Sets the last learning rate of the float phase. */
  public B floatLearningRateEnd(double value) {
    floatLearningRateEnd = value;
    return self();
  }

  /** Sets the first learning rate of the method's phase. */
  public B learningRate(Double value) {
    learningRate = value;
    return self();
  }

  /** Sets the last learning rate of the method's phase. */
  public B learningRateEnd(double value) {
    learningRateEnd = value;
    return self();
  }

  /** Sets the weight decay of the float phase. */
  public B weightDecay(double value) {
    weightDecay = value;
    return self();
  }

  /** Sets the weight decay of the method's phase; null for the method's default. */
  public B methodWeightDecay(Double value) {
    methodWeightDecay = value;
    return self();
  }

  /** The float phase. */
  final PhaseConfig floatPhase() {
    return new PhaseConfig(
        floatEpochs,
        floatOptimizer,
        floatSchedule,
        floatLearningRate,
        floatLearningRateEnd,
        weightDecay);
  }

  /** The method's phase. */
  final PhaseConfig methodPhase(MethodProvider provider) {
    return new PhaseConfig(
        epochs,
        optimizer,
        schedule,
        learningRate != null ? learningRate : provider.learningRate(),
        learningRateEnd,
        methodWeightDecay != null ? methodWeightDecay : provider.weightDecay());
  }
}
