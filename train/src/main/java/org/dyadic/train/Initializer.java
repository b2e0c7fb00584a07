package org.dyadic.train;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dyadic.data.SplitMix64;
import org.dyadic.model.Network;
import org.dyadic.model.Parameter;
import org.dyadic.model.Recurrent;
import org.dyadic.model.State;

/**
 * Initial parameters: weights and biases uniform in +-1 / sqrt(fan-in), as PyTorch does; all arrays
 * of a recurrent layer in +-1 / sqrt(units), as PyTorch does, its forget gate included; gamma 1,
 * beta 0, mean 0, variance 1. Each array has its own stream of random numbers.
 */
final class Initializer {
  private static final int STREAM = 2;

  private Initializer() {}

  static State initialize(Network network, long seed) {
    Map<String, float[]> values = new LinkedHashMap<>();
    Map<String, Integer> units = new HashMap<>();
    collectUnits(network.nodes(), units);
    int index = 0;
    int fanIn = 1;
    for (Parameter parameter : network.parameters()) {
      if (parameter.role() == Parameter.Role.WEIGHT) {
        int inputs = parameter.size() / parameter.dims().getFirst();
        fanIn = units.getOrDefault(parameter.layer(), inputs);
      }
      SplitMix64 random = new SplitMix64(SplitMix64.derive(seed, STREAM, index++));
      values.put(parameter.name(), initialize(parameter, fanIn, random));
    }
    return new State(network, values);
  }

  /** The units of every recurrent layer, by its name. */
  private static void collectUnits(List<Network.Node> nodes, Map<String, Integer> units) {
    for (Network.Node node : nodes) {
      if (node.layer() instanceof Recurrent cell) {
        units.put(node.name(), cell.units());
      }
      collectUnits(node.body(), units);
      collectUnits(node.shortcut(), units);
    }
  }

  private static float[] initialize(Parameter parameter, int fanIn, SplitMix64 random) {
    float[] array = new float[parameter.size()];
    double bound = 1 / Math.sqrt(fanIn);
    for (int i = 0; i < array.length; i++) {
      array[i] =
          switch (parameter.role()) {
            case WEIGHT, BIAS -> (float) (bound * (2 * random.nextDouble() - 1));
            case GAMMA, RUNNING_VAR -> 1;
            case BETA, RUNNING_MEAN -> 0;
          };
    }
    return array;
  }
}
