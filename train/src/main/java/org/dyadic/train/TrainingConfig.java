package org.dyadic.train;

import static org.dyadic.train.method.MethodProvider.Scale.FIXED_POINT;
import static org.dyadic.train.method.MethodProvider.Scale.NONE;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dyadic.quant.Fold;
import org.dyadic.train.method.MethodOptions;
import org.dyadic.train.method.MethodProvider;
import org.dyadic.train.method.Methods;
import org.dyadic.train.optimizer.Optimizer;
import org.dyadic.train.torch.TorchDevice;

/**
 * Everything that decides the result of a run. Two runs with equal configurations and equal data
 * end in the same model file, byte for byte, on one machine's processor; a GPU adds in another
 * order from run to run.
 *
 * @param dataset the data set's name
 * @param model a network's name or notation
 * @param method the name of a {@link MethodProvider}
 * @param options values of the method's options, by name
 * @param weights bits and step sizes
 * @param floatPhase the phase without quantization
 * @param methodPhase the method's phase
 * @param batchSize images a step
 * @param momentum Nesterov momentum, or Adam's beta_1
 * @param distillation the share of the float network's answers in the targets of the method's
 *     phase: 0 trains on labels alone, 1 on {@code softmax} of the float network's logits alone
 * @param validation the share of the training images held out for choices; 0 trains on all
 * @param fold how batch norm is folded, and seen in the method's phase; null is {@link Fold#EXACT}
 * @param activations what they are rounded to in training; null is {@link
 *     ActivationPolicy#AFTER_TRAINING}
 * @param reestimate whether batch-norm statistics are estimated anew after quantization
 * @param augment whether the data set's augmentation is applied
 * @param channelsLast whether activations and convolution weights lie channels-last in memory
 * @param bfloat16 whether training computes convolutions and products in bfloat16
 * @param device {@code cpu}, or {@code cuda} or {@code cuda:N} for a GPU; null is {@code cpu}
 * @param startSha256 {@link Safetensors#sha256} of the parameters to start from; null to draw them
 * @param seed of initial weights, order and augmentation
 * @param threads threads of one operation; sums may round differently with another number
 */
public record TrainingConfig(
    String dataset,
    String model,
    String method,
    Map<String, String> options,
    WeightPolicy weights,
    PhaseConfig floatPhase,
    PhaseConfig methodPhase,
    int batchSize,
    double momentum,
    double distillation,
    double validation,
    Fold fold,
    ActivationPolicy activations,
    boolean reestimate,
    boolean augment,
    boolean channelsLast,
    boolean bfloat16,
    String device,
    String startSha256,
    long seed,
    int threads) {
  private static final int MOST_BITS = 8;

  /** Checks every range; messages name the command line's option. */
  public TrainingConfig {
    options = Collections.unmodifiableMap(new TreeMap<>(options));
    MethodProvider provider = Methods.named(method);
    MethodOptions.of(provider, options);
    fold = fold == null ? Fold.EXACT : fold;
    device = device == null ? TorchDevice.CPU.name() : new TorchDevice(device).name();
    activations = activations == null ? ActivationPolicy.AFTER_TRAINING : activations;
    requireFold(fold, provider);
    require(
        Methods.offers(provider, weights.bits()),
        "--bits %d: method %s offers %s",
        weights.bits(),
        method,
        provider.bits().stream().map(String::valueOf).collect(Collectors.joining(", ")));
    weights.layerBits().forEach((name, bits) -> requireBits("--layer-bits " + name + "=", bits));
    if (weights.firstLastBits() != null) {
      requireBits("--first-last-bits ", weights.firstLastBits());
    }
    require(floatPhase.epochs() >= 0, "--float-epochs %d must be at least 0", floatPhase.epochs());
    require(methodPhase.epochs() >= 1, "--epochs %d must be at least 1", methodPhase.epochs());
    require(
        batchSize >= 2, "--batch %d must be at least 2: batch norm needs two images", batchSize);
    require(
        floatPhase.learningRate() > 0
            && methodPhase.learningRate() > 0
            && floatPhase.learningRateEnd() > 0
            && methodPhase.learningRateEnd() > 0,
        "--float-lr %s, --lr %s and --lr-end %s must be positive",
        floatPhase.learningRate(),
        methodPhase.learningRate(),
        methodPhase.learningRateEnd());
    require(
        floatPhase.weightDecay() >= 0 && methodPhase.weightDecay() >= 0,
        "--weight-decay %s and --method-weight-decay %s must be at least 0",
        floatPhase.weightDecay(),
        methodPhase.weightDecay());
    require(
        distillation >= 0 && distillation <= 1, "--distill %s must lie in 0 .. 1", distillation);
    require(validation >= 0 && validation < 1, "--validation %s must lie in 0 .. 1", validation);
    require(threads >= 1, "--threads %d must be at least 1", threads);
    floatPhase.optimizer().create(momentum);
  }

  /** Throws unless a method's weights can be packed with a fold. */
  static void requireFold(Fold fold, MethodProvider provider) {
    require(
        fold == Fold.EXACT || provider.scale() == FIXED_POINT || provider.scale() == NONE,
        "--fold shift: method %s keeps %s a layer, which needs a multiplication; --fold exact has"
            + " it",
        provider.name(),
        provider.scale().text());
  }

  private static void requireBits(String option, int bits) {
    require(bits >= 2 && bits <= MOST_BITS, "%s%d must lie in 2 .. 8", option, bits);
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

  /** The method's provider. */
  public MethodProvider provider() {
    return Methods.named(method);
  }

  /** The epochs that the method's phase really has: none for a method that does not train. */
  public int methodEpochs() {
    return provider().trains() ? methodPhase.epochs() : 0;
  }

  /** How many arrays of moments the optimizers of both phases need. */
  int moments() {
    Optimizer.Kind first = floatPhase.optimizer();
    return Math.max(first.moments(), methodPhase.optimizer().moments());
  }
}
