package org.dyadic.train;

import java.util.Map;
import java.util.TreeMap;
import org.dyadic.quant.Fold;
import org.dyadic.train.method.MethodProvider;
import org.dyadic.train.method.Methods;

/**
 * Collects the values of a {@link TrainingConfig}, where each is described. {@link Presets} makes
 * one that suits a data set.
 */
public final class TrainingConfigBuilder extends PhaseSettings<TrainingConfigBuilder> {
  private final String dataset;
  private final Map<String, String> options = new TreeMap<>();
  private final Map<String, Integer> layerBits = new TreeMap<>();
  private String model = "lenet5";
  private String method = "sgm";
  private Integer bits;
  private Integer firstLastBits;
  private boolean perChannel;
  private int batchSize;
  private double momentum = 0.9;
  private double distillation;
  private double validation;
  private Fold fold = Fold.EXACT;
  private Integer activationBits;
  private double activationPrior;
  private boolean reestimate = true;
  private boolean augment = true;
  private boolean channelsLast = true;
  private boolean bfloat16;
  private String device;
  private String startSha256;
  private long seed;
  private int threads = Runtime.getRuntime().availableProcessors();

  TrainingConfigBuilder(String dataset) {
    this.dataset = dataset;
  }

  TrainingConfigBuilder(TrainingConfig config) {
    this(config.dataset());
    copyPhases(config);
    options.putAll(config.options());
    layerBits.putAll(config.weights().layerBits());
    model = config.model();
    method = config.method();
    bits = config.weights().bits();
    firstLastBits = config.weights().firstLastBits();
    perChannel = config.weights().perChannel();
    batchSize = config.batchSize();
    momentum = config.momentum();
    distillation = config.distillation();
    validation = config.validation();
    fold = config.fold();
    activationBits = config.activations().bits();
    activationPrior = config.activations().prior();
    reestimate = config.reestimate();
    augment = config.augment();
    channelsLast = config.channelsLast();
    bfloat16 = config.bfloat16();
    device = config.device();
    startSha256 = config.startSha256();
    seed = config.seed();
    threads = config.threads();
  }

  @Override
  TrainingConfigBuilder self() {
    return this;
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

  /** Sets {@link TrainingConfig#batchSize}. */
  public TrainingConfigBuilder batchSize(int value) {
    batchSize = value;
    return this;
  }

  /** Sets {@link TrainingConfig#momentum}. */
  public TrainingConfigBuilder momentum(double value) {
    momentum = value;
    return this;
  }

  /** Sets {@link TrainingConfig#distillation}. */
  public TrainingConfigBuilder distillation(double value) {
    distillation = value;
    return this;
  }

  /** Sets {@link TrainingConfig#validation}. */
  public TrainingConfigBuilder validation(double value) {
    validation = value;
    return this;
  }

  /** Sets {@link TrainingConfig#fold}. */
  public TrainingConfigBuilder fold(Fold value) {
    fold = value;
    return this;
  }

  /** Sets {@link ActivationPolicy#bits}. */
  public TrainingConfigBuilder activationBits(Integer value) {
    activationBits = value;
    return this;
  }

  /** Sets {@link ActivationPolicy#prior}. */
  public TrainingConfigBuilder activationPrior(double value) {
    activationPrior = value;
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

  /** Sets {@link TrainingConfig#device}. */
  public TrainingConfigBuilder device(String value) {
    device = value;
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
        floatPhase(),
        methodPhase(provider),
        batchSize,
        momentum,
        distillation,
        validation,
        fold,
        new ActivationPolicy(activationBits, activationPrior),
        reestimate,
        augment,
        channelsLast,
        bfloat16,
        device,
        startSha256,
        seed,
        threads);
  }
}
