package org.dyadic.train;

import org.dyadic.quant.FixedPoint;

/**
 * Everything that decides the result of a run. Two runs with equal configurations and equal data
 * end in the same model file, byte for byte, on one machine.
 *
 * @param dataset the data set's name
 * @param model a network's name or notation
 * @param method {@code sgm} or {@code naive}
 * @param bits bits of a weight, 2 .. 8
 * @param floatEpochs epochs of the float phase
 * @param epochs epochs of the method's phase
 * @param batchSize images a step
 * @param floatLearningRate of the float phase's first step
 * @param learningRate of the first step of the method's phase
 * @param learningRateEnd of the last step of each phase
 * @param momentum Nesterov momentum
 * @param weightDecay of the float phase, on weights; the fixed-point prior takes its place later
 * @param lambdaStart SGM's first lambda
 * @param lambdaEnd SGM's last lambda; null to adapt it
 * @param update SGM's update
 * @param clip SGM's clipping
 * @param validation the share of the training images held out for choices; 0 trains on all
 * @param reestimate whether batch-norm statistics are estimated anew after quantization
 * @param augment whether the data set's augmentation is applied
 * @param channelsLast whether activations and convolution weights lie channels-last in memory
 * @param bfloat16 whether training computes convolutions and products in bfloat16
 * @param startSha256 {@link Safetensors#sha256} of the parameters to start from; null to draw them
 * @param seed of initial weights, order and augmentation
 * @param threads threads of one operation; sums may round differently with another number
 */
public record TrainingConfig(
    String dataset,
    String model,
    String method,
    int bits,
    int floatEpochs,
    int epochs,
    int batchSize,
    double floatLearningRate,
    double learningRate,
    double learningRateEnd,
    double momentum,
    double weightDecay,
    double lambdaStart,
    Double lambdaEnd,
    SgmSettings.Update update,
    SgmSettings.Clip clip,
    double validation,
    boolean reestimate,
    boolean augment,
    boolean channelsLast,
    boolean bfloat16,
    String startSha256,
    long seed,
    int threads) {

  /** Checks every range; messages name the command line's option. */
  public TrainingConfig {
    require(
        method.equals("sgm") || method.equals("naive"),
        "--method %s is not one of: sgm, naive",
        method);
    require(
        bits >= FixedPoint.MIN_BITS && bits <= FixedPoint.MAX_BITS,
        "--bits %d must lie in %d .. %d",
        bits,
        FixedPoint.MIN_BITS,
        FixedPoint.MAX_BITS);
    require(floatEpochs >= 0, "--float-epochs %d must be at least 0", floatEpochs);
    require(epochs >= 1, "--epochs %d must be at least 1", epochs);
    require(
        batchSize >= 2, "--batch %d must be at least 2: batch norm needs two images", batchSize);
    require(
        floatLearningRate > 0 && learningRate > 0 && learningRateEnd > 0,
        "--float-lr %s, --lr %s and --lr-end %s must be positive",
        floatLearningRate,
        learningRate,
        learningRateEnd);
    require(weightDecay >= 0, "--weight-decay %s must be at least 0", weightDecay);
    require(validation >= 0 && validation < 1, "--validation %s must lie in 0 .. 1", validation);
    require(threads >= 1, "--threads %d must be at least 1", threads);
    new NesterovSgd(momentum);
    new SgmSettings(bits, update, clip, lambdaStart, lambdaEnd);
  }

  private static void require(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(message.formatted(values));
    }
  }

  /** A builder that starts with these values. */
  public TrainingConfigBuilder toBuilder() {
    return new TrainingConfigBuilder(this);
  }

  /** SGM's part of the configuration. */
  public SgmSettings sgm() {
    return new SgmSettings(bits, update, clip, lambdaStart, lambdaEnd);
  }
}
