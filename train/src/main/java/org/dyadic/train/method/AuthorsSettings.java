package org.dyadic.train.method;

import java.util.Map;
import org.dyadic.train.optimizer.Optimizer;
import org.dyadic.train.optimizer.RateSchedule;

/**
 * The settings of a method's authors where they differ from the common protocol. Null leaves the
 * protocol's value.
 *
 * @param optimizer of the method's phase
 * @param schedule of its learning rate
 * @param learningRate of its first step
 * @param learningRateEnd of its last step
 * @param weightDecay of its phase
 * @param firstLastBits bits of the first and the last layer; 8 where the authors left them float
 * @param options values of the method's options
 */
public record AuthorsSettings(
    Optimizer.Kind optimizer,
    RateSchedule.Kind schedule,
    Double learningRate,
    Double learningRateEnd,
    Double weightDecay,
    Integer firstLastBits,
    Map<String, String> options) {
  /** The common protocol. */
  public static final AuthorsSettings NONE =
      new AuthorsSettings(null, null, null, null, null, null, Map.of());

  /** Copies the options. */
  public AuthorsSettings {
    options = Map.copyOf(options);
  }
}
