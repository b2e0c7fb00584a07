package org.dyadic.train.method;

import java.util.function.DoubleUnaryOperator;
import org.dyadic.train.optimizer.RateSchedule;

/**
 * How strongly SGM pulls: {@code lambda(E) = lambda_0 * exp(alpha * E)}, and what that does to a
 * layer over a whole run.
 *
 * <p>One step contracts a weight's distance to its mode by {@code c = 2 * eta * lambda / M}, with
 * eta the learning rate and M the layer's number of weights. Over a run the distance shrinks by
 * exp(-K), where K is the sum over all steps of a rate. For the proximal step the rate is {@code
 * ln(1 + c)}. For the explicit gradient it is {@code -ln(rho)}, rho being the spectral radius of
 * Nesterov's iteration with momentum mu: the larger root of {@code z^2 - (1 + mu)(1 - c) z + mu (1
 * - c) = 0}. For small c that is c / (1 - mu); beyond c = (1 - mu)^2 / (1 + mu)^2 the roots are
 * complex, and momentum bounds the rate. The factor 1 / M freezes small layers first and large ones
 * last, so the largest layer decides how large lambda must become.
 */
final class SgmSchedule {
  /** lambda grows by e^9 over a run unless the largest layer needs more. */
  static final double LOG_GROWTH = 9;

  /** The contraction K that the largest layer shall have: distances shrink by e^-10. */
  static final double TARGET_CONTRACTION = 10;

  /** Below this contraction of a layer a schedule cannot bring its weights to the modes. */
  static final double LEAST_CONTRACTION = 5;

  /**
   * The explicit gradient's largest c. A larger lambda is cut per layer: Nesterov momentum mu is
   * stable below 2 (1 + mu) / (1 + 2 mu) = 1.357 for mu = 0.9, and at c = 1 two steps reach the
   * mode.
   */
  static final double EXPLICIT_LIMIT = 1;

  /** A step counts as a contraction to a tenth at most, since it takes two to arrive. */
  private static final double LEAST_RADIUS = 0.1;

  private final SgmSettings settings;
  private final int epochs;
  private final long stepsPerEpoch;
  private final RateSchedule rate;
  private final double momentum;
  private final double lambdaEnd;

  /**
   * A schedule whose last lambda is given, or else found by bisection so that the largest layer
   * reaches {@link #TARGET_CONTRACTION}, never growing less than {@link #LOG_GROWTH}.
   *
   * @param largest number of weights of the largest layer
   */
  SgmSchedule(
      SgmSettings settings,
      int epochs,
      long stepsPerEpoch,
      RateSchedule rate,
      double momentum,
      double largest) {
    this.settings = settings;
    this.epochs = epochs;
    this.stepsPerEpoch = stepsPerEpoch;
    this.rate = rate;
    this.momentum = momentum;
    this.lambdaEnd = settings.lambdaEnd() != null ? settings.lambdaEnd() : adapt(largest);
  }

  private double adapt(double largest) {
    double least = settings.lambdaStart() * Math.exp(LOG_GROWTH);
    DoubleUnaryOperator reached = logEnd -> contraction(largest, Math.exp(logEnd));
    double low = Math.log(least);
    if (reached.applyAsDouble(low) >= TARGET_CONTRACTION) {
      return least;
    }
    double high = low + 40;
    for (int i = 0; i < 100; i++) {
      double middle = (low + high) / 2;
      if (reached.applyAsDouble(middle) < TARGET_CONTRACTION) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Math.exp(high);
  }

  /** The lambda of epoch {@code epoch}, in 0 .. epochs - 1. */
  double lambda(int epoch) {
    return lambda(epoch, lambdaEnd);
  }

  private double lambda(int epoch, double end) {
    if (epochs == 1) {
      return end;
    }
    double alpha = Math.log(end / settings.lambdaStart()) / (epochs - 1);
    return settings.lambdaStart() * Math.exp(alpha * epoch);
  }

  /** The lambda of the last epoch. */
  double lambdaEnd() {
    return lambdaEnd;
  }

  /** c of one step, after the explicit gradient's limit. */
  double stepContraction(double lambda, double learningRate, double layerSize) {
    double c = 2 * learningRate * lambda / layerSize;
    return settings.update() == SgmSettings.Update.EXPLICIT ? Math.min(c, EXPLICIT_LIMIT) : c;
  }

  /** K of a layer over the whole run. */
  double contraction(double layerSize) {
    return contraction(layerSize, lambdaEnd);
  }

  private double contraction(double layerSize, double end) {
    double sum = 0;
    for (int epoch = 0; epoch < epochs; epoch++) {
      double middle = rate.at(epoch * stepsPerEpoch + stepsPerEpoch / 2);
      double c = stepContraction(lambda(epoch, end), middle, layerSize);
      sum += stepsPerEpoch * logContraction(c);
    }
    return sum;
  }

  private double logContraction(double c) {
    if (settings.update() == SgmSettings.Update.PROXIMAL) {
      return Math.log1p(c);
    }
    double sum = (1 + momentum) * (1 - c);
    double product = momentum * (1 - c);
    double discriminant = sum * sum - 4 * product;
    double radius =
        discriminant < 0 ? Math.sqrt(product) : (Math.abs(sum) + Math.sqrt(discriminant)) / 2;
    return -Math.log(Math.max(radius, LEAST_RADIUS));
  }
}
