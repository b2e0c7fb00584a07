package org.dyadic.train;

import java.util.Map;
import java.util.TreeMap;
import org.dyadic.train.method.MethodProvider;
import org.dyadic.train.method.Methods;
import org.dyadic.train.optimizer.Optimizer;
import org.dyadic.train.optimizer.RateSchedule;

/**
 * Collects the values of a {@link TrainingConfig}, where each is described. {@link Presets} makes
 * one that suits a data set.
 */
public final class TrainingConfigBuilder {
  private final String dataset;
  private final Map<String, String> options = new TreeMap<>();
  private final Map<String, Integer> layerBits = new TreeMap<>();
  private String model = "lenet5";
  private String method = "sgm";
  private Integer bits;
  private Integer firstLastBits;
  private boolean perChannel;
  private int floatEpochs;
  private int epochs;
  private int batchSize;
  private Optimizer.Kind floatOptimizer = Optimizer.Kind.NESTEROV;
  private Optimizer.Kind optimizer = Optimizer.Kind.NESTEROV;
  private RateSchedule.Kind floatSchedule = RateSchedule.Kind.LINEAR;
  private RateSchedule.Kind schedule = RateSchedule.Kind.LINEAR;
  private double floatLearningRate;
  private double floatLearningRateEnd = 0.001;
  private double learningRate = 0.01;
  private double learningRateEnd = 0.001;
  private double momentum = 0.9;
  private double weightDecay = 1e-4;
  private Double methodWeightDecay;
  private double validation;
  private boolean reestimate = true;
  private boolean augment = true;
  private boolean channelsLast = true;
  private boolean bfloat16;
  private String startSha256;
  private long seed;
  private int threads = Runtime.getRuntime().availableProcessors();

  TrainingConfigBuilder(String dataset) {
    this.dataset = dataset;
  }

  TrainingConfigBuilder(TrainingConfig config) {
    this(config.dataset());
    options.putAll(config.options());
    layerBits.putAll(config.weights().layerBits());
    model = config.model();
    method = config.method();
    bits = config.weights().bits();
    firstLastBits = config.weights().firstLastBits();
    perChannel = config.weights().perChannel();
    floatEpochs = config.floatPhase().epochs();
    epochs = config.methodPhase().epochs();
    batchSize = config.batchSize();
    floatOptimizer = config.floatPhase().optimizer();
    optimizer = config.methodPhase().optimizer();
    floatSchedule = config.floatPhase().schedule();
    schedule = config.methodPhase().schedule();
    floatLearningRate = config.floatPhase().learningRate();
    floatLearningRateEnd = config.floatPhase().learningRateEnd();
    learningRate = config.methodPhase().learningRate();
    learningRateEnd = config.methodPhase().learningRateEnd();
    momentum = config.momentum();
    weightDecay = config.floatPhase().weightDecay();
    methodWeightDecay = config.methodPhase().weightDecay();
    validation = config.validation();
    reestimate = config.reestimate();
    augment = config.augment();
    channelsLast = config.channelsLast();
    bfloat16 = config.bfloat16();
    startSha256 = config.startSha256();
    seed = config.seed();
    threads = config.threads();
  }

  /** Sets one of {@link TrainingConfig#options}. */
  public TrainingConfigBuilder option(String name, String value) {
    options.put(name, value);
    return this;
  }

  /** Sets one of {@link WeightPolicy#layerBits}. */
  public TrainingConfigBuilder layerBits(String layer, int value) {
    layerBits.put(layer, value);
    return this;
  }

  /** Sets {@link TrainingConfig#model}. */
  public TrainingConfigBuilder model(String value) {
    model = value;
    return this;
  }

  /** Sets {@link TrainingConfig#method}. */
  public TrainingConfigBuilder method(String value) {
    method = value;
    return this;
  }

  /** Sets {@link WeightPolicy#bits}; null for the method's default. */
  public TrainingConfigBuilder bits(Integer value) {
    bits = value;
    return this;
  }

  /** Sets {@link WeightPolicy#firstLastBits}. */
  public TrainingConfigBuilder firstLastBits(Integer value) {
    firstLastBits = value;
    return this;
  }

  /** Sets {@link WeightPolicy#perChannel}. */
  public TrainingConfigBuilder perChannel(boolean value) {
    perChannel = value;
    return this;
  }

  /** Sets the epochs of the float phase. */
  public TrainingConfigBuilder floatEpochs(int value) {
    floatEpochs = value;
    return this;
  }

  /** Sets the epochs of the method's phase. */
  public TrainingConfigBuilder epochs(int value) {
    epochs = value;
    return this;
  }

  /** Sets {@link TrainingConfig#batchSize}. */
  public TrainingConfigBuilder batchSize(int value) {
    batchSize = value;
    return this;
  }

  /** Sets the optimizer of the float phase. */
  public TrainingConfigBuilder floatOptimizer(Optimizer.Kind value) {
    floatOptimizer = value;
    return this;
  }

  /** Sets the optimizer of the method's phase. */
  public TrainingConfigBuilder optimizer(Optimizer.Kind value) {
    optimizer = value;
    return this;
  }

  /** Sets the curve of the learning rate in the float phase. */
  public TrainingConfigBuilder floatSchedule(RateSchedule.Kind value) {
    floatSchedule = value;
    return this;
  }

  /** Sets the curve of the learning rate in the method's phase. */
  public TrainingConfigBuilder schedule(RateSchedule.Kind value) {
    schedule = value;
    return this;
  }

  /** Sets the first learning rate of the float phase. */
  public TrainingConfigBuilder floatLearningRate(double value) {
    floatLearningRate = value;
    return this;
  }

  /** Sets the last learning rate of the float phase. */
  public TrainingConfigBuilder floatLearningRateEnd(double value) {
    floatLearningRateEnd = value;
    return this;
  }

  /** Sets the first learning rate of the method's phase. */
  public TrainingConfigBuilder learningRate(double value) {
    learningRate = value;
    return this;
  }

  /** Sets the last learning rate of the method's phase. */
  public TrainingConfigBuilder learningRateEnd(double value) {
    learningRateEnd = value;
    return this;
  }

  /** Sets {@link TrainingConfig#momentum}. */
  public TrainingConfigBuilder momentum(double value) {
    momentum = value;
    return this;
  }

  /** Sets the weight decay of the float phase. */
  public TrainingConfigBuilder weightDecay(double value) {
    weightDecay = value;
    return this;
  }

  /** Sets the weight decay of the method's phase; null for the method's default. */
  public TrainingConfigBuilder methodWeightDecay(Double value) {
    methodWeightDecay = value;
    return this;
  }

  /** Sets {@link TrainingConfig#validation}. */
  public TrainingConfigBuilder validation(double value) {
    validation = value;
    return this;
  }

  /** Sets {@link TrainingConfig#reestimate}. */
  public TrainingConfigBuilder reestimate(boolean value) {
    reestimate = value;
    return this;
  }

  /** Sets {@link TrainingConfig#augment}. */
  public TrainingConfigBuilder augment(boolean value) {
    augment = value;
    return this;
  }

  /** Sets {@link TrainingConfig#channelsLast}. */
  public TrainingConfigBuilder channelsLast(boolean value) {
    channelsLast = value;
    return this;
  }

  /** Sets {@link TrainingConfig#bfloat16}. */
  public TrainingConfigBuilder bfloat16(boolean value) {
    bfloat16 = value;
    return this;
  }

  /** Sets {@link TrainingConfig#startSha256}. */
  public TrainingConfigBuilder startSha256(String value) {
    startSha256 = value;
    return this;
  }

  /** Sets {@link TrainingConfig#seed}. */
  public TrainingConfigBuilder seed(long value) {
    seed = value;
    return this;
  }

  /** Sets {@link TrainingConfig#threads}. */
  public TrainingConfigBuilder threads(int value) {
    threads = value;
    return this;
  }

  /**
   * The configuration.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  public TrainingConfig build() {
    MethodProvider provider = Methods.named(method);
    return new TrainingConfig(
        dataset,
        model,
        method,
        options,
        new WeightPolicy(
            bits != null ? bits : provider.bits().getFirst(), firstLastBits, layerBits, perChannel),
        new PhaseConfig(
            floatEpochs,
            floatOptimizer,
            floatSchedule,
            floatLearningRate,
            floatLearningRateEnd,
            weightDecay),
        new PhaseConfig(
            epochs,
            optimizer,
            schedule,
            learningRate,
            learningRateEnd,
            methodWeightDecay != null ? methodWeightDecay : provider.weightDecay()),
        batchSize,
        momentum,
        validation,
        reestimate,
        augment,
        channelsLast,
        bfloat16,
        startSha256,
        seed,
        threads);
  }
}
