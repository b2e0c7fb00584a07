package org.dyadic.train.method;

import java.util.List;
import java.util.Map;

/**
 * {@code --method sgm+}: {@link Sgm} with other defaults, which need a tenth of the epochs.
 *
 * <p>In the first quarter of the phase the forward pass goes over from latent to rounded weights
 * ({@code blend=0.25}), lambda stays small until the last epochs (1 to 1000), and the learning rate
 * begins at 0.03. So weights may still change their mode while the task is learnt at the modes;
 * plain SGM with few epochs freezes small layers long before the end. With lambda 0 and blend 0
 * this would be the straight-through method {@link Ste} with a clip. How it was chosen, and what it
 * gains on seeds that did not choose it: {@code docs/results}.
 */
public final class SgmPlus implements MethodProvider {
  private static final Map<String, String> DEFAULTS =
      Map.of("blend", "0.25", "lambda", "1", "lambda-end", "1000");

  private final Sgm.Provider plain = new Sgm.Provider();

  /** For the service loader. */
  public SgmPlus() {}

  @Override
  public String name() {
    return "sgm+";
  }

  @Override
  public String summary() {
    return "sgm whose forward pass goes over to rounded weights early, for short phases";
  }

  @Override
  public String source() {
    return "this project, from " + plain.source();
  }

  @Override
  public Scale scale() {
    return plain.scale();
  }

  @Override
  public double learningRate() {
    return 0.03;
  }

  @Override
  public double weightDecay() {
    return plain.weightDecay();
  }

  @Override
  public List<MethodOption> options() {
    return plain.options().stream()
        .map(
            option ->
                option.withDefault(DEFAULTS.getOrDefault(option.name(), option.defaultValue())))
        .toList();
  }

  @Override
  public Method create(MethodSetup setup) {
    return plain.create(setup);
  }
}
