package org.dyadic.train.imports;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dyadic.model.Layer;
import org.dyadic.model.Network;
import org.dyadic.model.Parameter;
import org.dyadic.model.State;
import org.dyadic.train.TensorFile.Tensor;

/**
 * Brings the tensors of a PyTorch state dict to the parameters of a network of the same structure.
 *
 * <p>Tensors under Dyadic's own names are taken as they are. Others are taken by kind and order:
 * the n-th convolution of the file, in the natural order of names ({@code layer1.0.conv1}, {@code
 * layer1.0.conv2}, {@code layer1.0.downsample.0}, {@code layer1.1.conv1}), is the n-th of the
 * network, and so with batch norms and linear layers. Where the file has a bias and the network a
 * batch norm, the norm stands for the bias.
 */
public final class StateDict {
  /** Names before which all others of a file begin, such as those of DataParallel. */
  private static final List<String> WRAPPERS = List.of("module.", "model.");

  private final Network network;
  private final Map<String, Tensor> tensors;
  private final Map<String, float[]> values = new LinkedHashMap<>();
  private final Map<String, String> origins = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  private StateDict(Network network, Map<String, Tensor> tensors) {
    this.network = network;
    this.tensors = tensors;
  }

  /**
   * A network's values, and where each came from.
   *
   * @param state the values
   * @param origins by layer of the network, the file's module
   */
  public record Matched(State state, Map<String, String> origins) {}

  /**
   * Finds the parameters of a network among named tensors.
   *
   * @throws IllegalArgumentException listing every tensor that is missing, left over or of another
   *     shape
   */
  public static Matched match(Network network, Map<String, Tensor> tensors) {
    StateDict dict = new StateDict(network, unwrapped(tensors));
    boolean own = network.parameters().stream().allMatch(p -> dict.tensors.containsKey(p.name()));
    if (own) {
      dict.takeByName();
    } else {
      dict.takeByOrder();
    }
    if (!dict.problems.isEmpty()) {
      throw new IllegalArgumentException(
          "the tensors do not fit %s:\n  %s"
              .formatted(network, String.join("\n  ", dict.problems)));
    }
    return new Matched(new State(network, dict.values), Map.copyOf(dict.origins));
  }

  /** The names of the weights of linear layers, in order. */
  public static List<String> linear(Map<String, Tensor> tensors) {
    return tensors.keySet().stream()
        .filter(name -> name.endsWith(".weight") && tensors.get(name).dims().size() == 2)
        .sorted(NaturalOrder.of(tensors.keySet(), _ -> 0))
        .toList();
  }

  private static Map<String, Tensor> unwrapped(Map<String, Tensor> tensors) {
    for (String wrapper : WRAPPERS) {
      if (!tensors.isEmpty() && tensors.keySet().stream().allMatch(n -> n.startsWith(wrapper))) {
        Map<String, Tensor> inner = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> inner.put(name.substring(wrapper.length()), tensor));
        return unwrapped(inner);
      }
    }
    return tensors;
  }

  private void takeByName() {
    for (Parameter parameter : network.parameters()) {
      put(parameter, parameter.layer());
    }
  }

  /** The file's tensors by module and role, and the modules of a kind in order. */
  private void takeByOrder() {
    Map<String, Map<String, Tensor>> modules = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          int dot = name.lastIndexOf('.');
          modules
              .computeIfAbsent(name.substring(0, Math.max(0, dot)), _ -> new LinkedHashMap<>())
              .put(name.substring(dot + 1), tensor);
        });
    List<String> order = new ArrayList<>(modules.keySet());
    order.sort(NaturalOrder.of(modules.keySet(), name -> rank(modules.get(name))));
    List<String> weighted = new ArrayList<>();
    List<String> norms = new ArrayList<>();
    for (String module : order) {
      Tensor weight = modules.get(module).get("weight");
      if (weight == null) {
        problems.add("unexpected: %s %s".formatted(module, modules.get(module).keySet()));
      } else if (weight.dims().size() > 1) {
        weighted.add(module);
      } else {
        norms.add(module);
      }
    }
    place(weighted, norms, modules);
  }

  /** Convolutions come before linear layers. */
  private static int rank(Map<String, Tensor> module) {
    Tensor weight = module.get("weight");
    return weight == null || weight.dims().size() == 2 ? 1 : 0;
  }

  private void place(
      List<String> weighted, List<String> norms, Map<String, Map<String, Tensor>> modules) {
    List<Slot> slots = Slot.of(network);
    List<Slot> normed = Slot.normed(slots, norms.size());
    if (normed == null) {
      problems.add(
          "%d batch norms are neither one a layer nor one a convolution".formatted(norms.size()));
      return;
    }
    Deque<String> nextNorms = new ArrayDeque<>(norms);
    Deque<String> nextWeighted = new ArrayDeque<>(weighted);
    for (Slot slot : slots) {
      String norm = normed.contains(slot) ? nextNorms.poll() : null;
      String module = nextWeighted.poll();
      if (module == null) {
        problems.add("missing: weights of %s".formatted(slot.weights()));
        continue;
      }
      take(slot.weights() + ".weight", module);
      float[] bias = bias(modules.get(module));
      if (slot.norm() == null) {
        take(slot.weights() + ".bias", module);
      } else {
        putNorm(slot.norm(), norm, bias, slot.channels());
      }
    }
    nextWeighted.forEach(
        module ->
            problems.add("unexpected: %s %s".formatted(module, modules.get(module).keySet())));
  }

  private static float[] bias(Map<String, Tensor> module) {
    Tensor bias = module.get("bias");
    return bias == null ? null : bias.values();
  }

  private void putNorm(String layer, String module, float[] bias, int channels) {
    if (module != null) {
      for (String role : List.of("weight", "bias", "running_mean", "running_var")) {
        take(layer + "." + role, module);
      }
      float[] mean = values.get(layer + ".running_mean");
      for (int c = 0; bias != null && mean != null && c < Math.min(mean.length, bias.length); c++) {
        mean[c] -= bias[c];
      }
    } else if (bias != null) {
      requireLength(layer + ".bias", bias, channels);
      values.put(layer + ".weight", filled(channels, Math.sqrt(1 + Layer.BatchNorm.EPSILON)));
      values.put(layer + ".bias", bias);
      values.put(layer + ".running_mean", new float[channels]);
      values.put(layer + ".running_var", filled(channels, 1));
    } else {
      problems.add("missing: batch norm or bias for " + layer);
    }
  }

  private void requireLength(String name, float[] array, int size) {
    if (array.length != size) {
      problems.add("%s has %d values, %d are needed".formatted(name, array.length, size));
    }
  }

  private static float[] filled(int size, double value) {
    float[] array = new float[size];
    Arrays.fill(array, (float) value);
    return array;
  }

  /** One array, unless the network has none of the name. */
  private void take(String name, String module) {
    for (Parameter parameter : network.parameters()) {
      if (parameter.name().equals(name)) {
        put(parameter, module);
      }
    }
  }

  private void put(Parameter parameter, String module) {
    String role = parameter.name().substring(parameter.name().lastIndexOf('.'));
    Tensor tensor = tensors.get(module + role);
    if (tensor == null) {
      problems.add("missing: %s%s, for %s".formatted(module, role, parameter.name()));
    } else if (!tensor.dims().equals(parameter.dims())) {
      problems.add(
          "%s%s has the shape %s, %s needs %s"
              .formatted(module, role, tensor.dims(), parameter.name(), parameter.dims()));
    } else {
      values.put(parameter.name(), tensor.values().clone());
      origins.put(parameter.layer(), module);
    }
  }
}
