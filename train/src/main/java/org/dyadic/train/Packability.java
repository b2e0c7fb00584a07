package org.dyadic.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dyadic.data.Dataset;
import org.dyadic.format.ModelFile;
import org.dyadic.format.ModelFormatException;
import org.dyadic.model.Network;
import org.dyadic.model.Parameter;
import org.dyadic.model.State;
import org.dyadic.quant.ActivationSteps;
import org.dyadic.quant.Codes;
import org.dyadic.quant.Quantizer;
import org.dyadic.quant.Scales;

/**
 * Packs a network of zero weights, so that one that cannot be packed is known before it is trained.
 */
final class Packability {
  private Packability() {}

  /**
   * Folds and packs, and throws the result away.
   *
   * @param config whose method and weight policy say which scales the codes will have
   * @throws IllegalArgumentException if the network, its scales or the class names do not fit a
   *     model file
   */
  static void require(Network network, Dataset dataset, TrainingConfig config) {
    Map<String, float[]> values = new LinkedHashMap<>();
    Map<String, Codes> codes = new LinkedHashMap<>();
    for (Parameter parameter : network.parameters()) {
      float[] array = new float[parameter.size()];
      switch (parameter.role()) {
        case GAMMA, RUNNING_VAR -> Arrays.fill(array, 1);
        case WEIGHT ->
            codes.put(
                parameter.name(),
                new Codes(2, 0, new byte[array.length], scales(parameter, config)));
        case BIAS, BETA, RUNNING_MEAN -> {}
      }
      values.put(parameter.name(), array);
    }
    try {
      Map<String, Integer> exponents = new LinkedHashMap<>();
      Quantizer.activations(network).keySet().forEach(layer -> exponents.put(layer, 0));
      ModelFile.toBytes(
          new Quantizer(
                  new State(network, values),
                  codes,
                  new ActivationSteps(ActivationSteps.BITS, exponents),
                  config.fold())
              .quantize(dataset.preprocessing(), dataset.classNames(), "{}"));
    } catch (IllegalArgumentException | ModelFormatException e) {
      throw new IllegalArgumentException(
          "model %s could not be packed after training: %s".formatted(network, e.getMessage()), e);
    }
  }

  /** Scales of the form that the run will end with, all 1. */
  private static Scales scales(Parameter parameter, TrainingConfig config) {
    int blocks = config.weights().perChannel() ? parameter.dims().getFirst() : 1;
    float[] ones = new float[blocks];
    Arrays.fill(ones, 1);
    return switch (config.provider().scale()) {
      case TWO_FLOATS -> Scales.ofPlanes(ones, ones);
      case FLOAT -> Scales.ofChannels(ones);
      case FIXED_POINT -> blocks == 1 ? Scales.none() : Scales.ofChannels(ones);
      case CODEBOOK, NONE -> Scales.none();
    };
  }
}
