package org.dyadic.train.method;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dyadic.quant.FixedPoint;
import org.dyadic.train.optimizer.Adam;

/**
 * MSQE, mean square quantization error as a regularizer whose strength and step sizes are learned.
 *
 * <p>Forward: the task sees the float latent weights.
 *
 * <pre>
 * C = task + lambda R - alpha log lambda,     R = (1 / N) sum (w - Q(w; D))^2
 * dC/dw = dtask/dw + (2 lambda / N) (w - Q)
 * dC/d(log lambda) = lambda R - alpha
 * dC/d(log D)      = -(2 lambda / N) sum (w - Q) Q          over the weights that share D
 * </pre>
 *
 * <p>The logarithm keeps lambda from falling to 0; where it balances, lambda = alpha / R, so that
 * the pull grows as the error falls. With {@code power-of-two=true} the steps are pulled to powers
 * of two in the same way, and end there: with B steps,
 *
 * <pre>
 * C += kappa P - alpha log kappa,     P = (1 / B) sum (log2 D - round(log2 D))^2
 * </pre>
 *
 * <p>Symbols: Q(w; D) = D clip(round(w / D), -top, top), D a step of a layer or channel; N the
 * number of quantized weights of the network; lambda and kappa start where they balance. {@code
 * auto}: alpha so that the pull alone would bring R to 0 in half of the phase, {@code alpha = R_0 N
 * (1 - mu) / (2 sum eta)} with learning rates eta and momentum mu; Adam's rate of log lambda and
 * log kappa 20 / T, of log D 2 / T for T steps.
 *
 * <p>Source: Y. Choi, M. El-Khamy, J. Lee, arXiv 1809.00095; our reading. Deviations: D is learned
 * as its logarithm, so that one rate fits all layers; powers of two are measured in logarithms;
 * lambda's pull is cut where 2 eta lambda / N exceeds 1, SGM's limit for the explicit gradient; the
 * defaults are ours. Weights are quantized, activations and pruning are not part of it.
 */
public final class Msqe implements Method {
  private static final String ALPHA = "alpha";
  private static final String LAMBDA_RATE = "lambda-rate";
  private static final String STEP_RATE = "step-rate";
  private static final String POWER_OF_TWO = "power-of-two";
  private static final double LAMBDA_GROWTH = 20;
  private static final double STEP_GROWTH = 2;
  private static final double LN_2 = Math.log(2);

  /** Keeps the logarithm of a balanced strength finite. */
  private static final double LEAST_ERROR = 1e-30;

  private final Map<WeightLayer, Learned> steps = new LinkedHashMap<>();
  private final Learned strengths;
  private final double[] alpha;
  private final MethodSetup setup;
  private final boolean powers;
  private final double lambdaRate;
  private final double stepRate;
  private final long weights;
  private final int blocks;

  /** Positive numbers that Adam learns as their logarithms. */
  private static final class Learned {
    private static final Adam ADAM = new Adam();

    private final float[] logs;
    private final float[][] moments;
    private final float[] gradient;

    Learned(String name, int size, MethodState state) {
      logs = state.floats("log/" + name, size);
      moments =
          new float[][] {
            state.floats("log-mean/" + name, size), state.floats("log-variance/" + name, size)
          };
      gradient = new float[size];
    }

    double value(int index) {
      return Math.exp(logs[index]);
    }

    void descend(long number, double rate) {
      ADAM.step(logs, gradient, moments, 0, logs.length, number, rate, 0);
    }
  }

  /** MSQE. */
  public Msqe(MethodSetup setup) {
    this.setup = setup;
    for (WeightLayer layer : setup.layers()) {
      steps.put(layer, new Learned(layer.name(), layer.blocks(), setup.state()));
    }
    strengths = new Learned("strengths", 2, setup.state());
    alpha = setup.state().numbers(ALPHA, 1);
    MethodOptions options = setup.options();
    powers = options.flag(POWER_OF_TWO);
    lambdaRate = options.optional(LAMBDA_RATE).orElse(LAMBDA_GROWTH / setup.steps());
    stepRate = options.optional(STEP_RATE).orElse(STEP_GROWTH / setup.steps());
    weights = setup.layers().stream().mapToLong(WeightLayer::size).sum();
    blocks = setup.layers().stream().mapToInt(WeightLayer::blocks).sum();
  }

  @Override
  public void start(float[] w) {
    for (WeightLayer layer : setup.layers()) {
      FloatScales best = new FloatScales(layer, new MethodState());
      best.search(layer, w);
      for (int b = 0; b < layer.blocks(); b++) {
        steps.get(layer).logs[b] = (float) Math.log(best.scale(b));
      }
    }
    double error = Math.max(error(w), LEAST_ERROR);
    alpha[0] = setup.options().optional(ALPHA).orElseGet(() -> adapt(error));
    strengths.logs[0] = (float) Math.log(alpha[0] / error);
    strengths.logs[1] = (float) Math.log(alpha[0] / Math.max(powerError(), LEAST_ERROR));
  }

  /** The alpha with which {@code d(distance)/dt} of the pull alone ends at 0 half-way. */
  private double adapt(double error) {
    double rates = 0;
    for (long t = 0; t < setup.steps(); t++) {
      rates += setup.rate().at(t);
    }
    return rates == 0 ? 1 : error * weights * (1 - setup.momentum()) / (2 * rates);
  }

  /** R. */
  private double error(float[] w) {
    double sum = 0;
    for (WeightLayer layer : setup.layers()) {
      for (int b = 0; b < layer.blocks(); b++) {
        sum += pull(layer, b, 0, w, null);
      }
    }
    return sum / weights;
  }

  /** P. */
  private double powerError() {
    double sum = 0;
    for (Learned learned : steps.values()) {
      for (float log : learned.logs) {
        double away = log / LN_2 - Math.rint(log / LN_2);
        sum += away * away;
      }
    }
    return sum / blocks;
  }

  @Override
  public void backward(float[] w, float[] gradient, Step step) {
    double lambda = strengths.value(0);
    double limit = SgmSchedule.EXPLICIT_LIMIT / step.learningRate();
    float pull = (float) Math.min(2 * lambda / weights, limit);
    double error = 0;
    for (Map.Entry<WeightLayer, Learned> entry : steps.entrySet()) {
      for (int b = 0; b < entry.getKey().blocks(); b++) {
        error += pull(entry.getKey(), b, pull, w, gradient);
      }
    }
    strengths.gradient[0] = (float) (lambda * error / weights - alpha[0]);
    if (powers) {
      pullToPowers();
    }
    strengths.descend(step.number(), lambdaRate);
    steps.values().forEach(learned -> learned.descend(step.number(), stepRate));
  }

  /**
   * gradient += pull (w - Q) for a block, and its step's gradient; without a gradient only the sum
   * is computed.
   *
   * @return sum (w - Q)^2
   */
  private double pull(WeightLayer layer, int block, float pull, float[] w, float[] gradient) {
    float top = FixedPoint.top(layer.bits());
    float step = step(layer, block);
    float inverse = 1 / step;
    double squares = 0;
    double products = 0;
    for (int i = layer.from(block), end = layer.to(block); i < end; i++) {
      float level = Rounding.mode(w[i] * inverse, top) * step;
      float distance = w[i] - level;
      squares += (double) distance * distance;
      products += (double) distance * level;
      if (gradient != null) {
        gradient[i] += pull * distance;
      }
    }
    steps.get(layer).gradient[block] = (float) (-pull * products);
    return squares;
  }

  /** D of a block, a normal number as its inverse. */
  private float step(WeightLayer layer, int block) {
    return (float) Math.clamp(steps.get(layer).value(block), Float.MIN_NORMAL, 0x1p126);
  }

  private void pullToPowers() {
    double kappa = strengths.value(1);
    strengths.gradient[1] = (float) (kappa * powerError() - alpha[0]);
    for (Learned learned : steps.values()) {
      for (int b = 0; b < learned.logs.length; b++) {
        double log2 = learned.logs[b] / LN_2;
        learned.gradient[b] += (float) (2 * kappa / blocks * (log2 - Math.rint(log2)) / LN_2);
      }
    }
  }

  @Override
  public QuantizedLayer quantize(WeightLayer layer, float[] w) {
    float top = FixedPoint.top(layer.bits());
    byte[] codes = new byte[layer.size()];
    float[] scales = new float[layer.blocks()];
    for (int b = 0; b < scales.length; b++) {
      scales[b] = powers ? nearestPower(step(layer, b)) : step(layer, b);
      float inverse = 1 / scales[b];
      for (int i = layer.from(b); i < layer.to(b); i++) {
        codes[i - layer.offset()] = (byte) Rounding.mode(w[i] * inverse, top);
      }
    }
    return QuantizedLayer.Coded.scaled(layer.bits(), codes, scales);
  }

  /** The step that fixed-point codes can have. */
  private static float nearestPower(float step) {
    int exponent = (int) Math.rint(Math.log(step) / LN_2);
    return Math.scalb(1f, Math.clamp(exponent, -FixedPoint.MAX_EXPONENT, FixedPoint.MAX_EXPONENT));
  }

  @Override
  public Map<String, Double> report(int epoch) {
    return Map.of("lambda", strengths.value(0));
  }

  /** {@code --method msqe}. */
  public static final class Provider implements MethodProvider {
    @Override
    public String name() {
      return "msqe";
    }

    @Override
    public String summary() {
      return "pulls weights to levels; the strength and the step sizes are learned";
    }

    @Override
    public String source() {
      return "Y. Choi et al., arXiv 1809.00095 (our reading)";
    }

    @Override
    public Scale scale() {
      return Scale.FLOAT;
    }

    @Override
    public double weightDecay() {
      return 0;
    }

    @Override
    public List<MethodOption> options() {
      return List.of(
          MethodOption.automatic(ALPHA, 1e-12, 1e12, "how fast lambda shall grow"),
          MethodOption.automatic(LAMBDA_RATE, 0, 1, "Adam's rate of log lambda"),
          MethodOption.automatic(STEP_RATE, 0, 1, "Adam's rate of the steps' logarithms"),
          MethodOption.flag(POWER_OF_TWO, false, "pull step sizes to powers of two"));
    }

    @Override
    public Method create(MethodSetup setup) {
      return new Msqe(setup);
    }
  }
}
