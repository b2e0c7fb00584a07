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
import org.dyadic.quant.Codes;
import org.dyadic.quant.Quantizer;

/**
 * Packs a network of zero weights, so that one that cannot be packed is known before it is trained.
 */
final class Packability {
  private Packability() {}

  /**
   * Folds and packs, and throws the result away.
   *
   * @throws IllegalArgumentException if the network or the class names do not fit a model file
   */
  static void require(Network network, Dataset dataset) {
    Map<String, float[]> values = new LinkedHashMap<>();
    Map<String, Codes> codes = new LinkedHashMap<>();
    for (Parameter parameter : network.parameters()) {
      float[] array = new float[parameter.size()];
      switch (parameter.role()) {
        case GAMMA, RUNNING_VAR -> Arrays.fill(array, 1);
        case WEIGHT -> codes.put(parameter.name(), new Codes(2, 0, new byte[array.length]));
        case BIAS, BETA, RUNNING_MEAN -> {}
      }
      values.put(parameter.name(), array);
    }
    try {
      Map<String, Integer> exponents = new LinkedHashMap<>();
      Quantizer.activations(network).keySet().forEach(layer -> exponents.put(layer, 0));
      ModelFile.toBytes(
          new Quantizer(new State(network, values), codes, exponents)
              .quantize(dataset.preprocessing(), dataset.classNames(), "{}"));
    } catch (IllegalArgumentException | ModelFormatException e) {
      throw new IllegalArgumentException(
          "model %s could not be packed after training: %s".formatted(network, e.getMessage()), e);
    }
  }
}
