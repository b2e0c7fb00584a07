package org.dyadic.train;

/**
 * Collects the values of a {@link TrainingConfig}, where each is described. {@link Presets} makes
 * one that suits a data set.
 */
public final class TrainingConfigBuilder {
  private final String dataset;
  private String model = "lenet5";
  private String method = "sgm";
  private int bits = 2;
  private int floatEpochs;
  private int epochs;
  private int batchSize;
  private double floatLearningRate;
  private double learningRate = 0.01;
  private double learningRateEnd = 0.001;
  private double momentum = 0.9;
  private double weightDecay = 1e-4;
  private double lambdaStart = 10;
  private Double lambdaEnd;
  private SgmSettings.Update update = SgmSettings.Update.EXPLICIT;
  private SgmSettings.Clip clip = SgmSettings.Clip.MODE;
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
    model = config.model();
    method = config.method();
    bits = config.bits();
    floatEpochs = config.floatEpochs();
    epochs = config.epochs();
    batchSize = config.batchSize();
    floatLearningRate = config.floatLearningRate();
    learningRate = config.learningRate();
    learningRateEnd = config.learningRateEnd();
    momentum = config.momentum();
    weightDecay = config.weightDecay();
    lambdaStart = config.lambdaStart();
    lambdaEnd = config.lambdaEnd();
    update = config.update();
    clip = config.clip();
    validation = config.validation();
    reestimate = config.reestimate();
    augment = config.augment();
    channelsLast = config.channelsLast();
    bfloat16 = config.bfloat16();
    startSha256 = config.startSha256();
    seed = config.seed();
    threads = config.threads();
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

  /** Sets {@link TrainingConfig#bits}. */
  public TrainingConfigBuilder bits(int value) {
    bits = value;
    return this;
  }

  /** Sets {@link TrainingConfig#floatEpochs}. */
  public TrainingConfigBuilder floatEpochs(int value) {
    floatEpochs = value;
    return this;
  }

  /** Sets {@link TrainingConfig#epochs}. */
  public TrainingConfigBuilder epochs(int value) {
    epochs = value;
    return this;
  }

  /** Sets {@link TrainingConfig#batchSize}. */
  public TrainingConfigBuilder batchSize(int value) {
    batchSize = value;
    return this;
  }

  /** Sets {@link TrainingConfig#floatLearningRate}. */
  public TrainingConfigBuilder floatLearningRate(double value) {
    floatLearningRate = value;
    return this;
  }

  /** Sets {@link TrainingConfig#learningRate}. */
  public TrainingConfigBuilder learningRate(double value) {
    learningRate = value;
    return this;
  }

  /** Sets {@link TrainingConfig#learningRateEnd}. */
  public TrainingConfigBuilder learningRateEnd(double value) {
    learningRateEnd = value;
    return this;
  }

  /** Sets {@link TrainingConfig#momentum}. */
  public TrainingConfigBuilder momentum(double value) {
    momentum = value;
    return this;
  }

  /** Sets {@link TrainingConfig#weightDecay}. */
  public TrainingConfigBuilder weightDecay(double value) {
    weightDecay = value;
    return this;
  }

  /** Sets {@link TrainingConfig#lambdaStart}. */
  public TrainingConfigBuilder lambdaStart(double value) {
    lambdaStart = value;
    return this;
  }

  /** Sets {@link TrainingConfig#lambdaEnd}. */
  public TrainingConfigBuilder lambdaEnd(Double value) {
    lambdaEnd = value;
    return this;
  }

  /** Sets {@link TrainingConfig#update}. */
  public TrainingConfigBuilder update(SgmSettings.Update value) {
    update = value;
    return this;
  }

  /** Sets {@link TrainingConfig#clip}. */
  public TrainingConfigBuilder clip(SgmSettings.Clip value) {
    clip = value;
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
    return new TrainingConfig(
        dataset,
        model,
        method,
        bits,
        floatEpochs,
        epochs,
        batchSize,
        floatLearningRate,
        learningRate,
        learningRateEnd,
        momentum,
        weightDecay,
        lambdaStart,
        lambdaEnd,
        update,
        clip,
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
