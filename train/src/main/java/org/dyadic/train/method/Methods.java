package org.dyadic.train.method;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The methods that are on the class path. */
public final class Methods {
  /** What trains the layers whose bits the chosen method does not offer. */
  private static final MethodProvider COMPANION = new Ste.Provider();

  private Methods() {}

  /**
   * All methods, by name.
   *
   * @throws IllegalArgumentException if two have the same name
   */
  public static List<MethodProvider> all() {
    Map<String, MethodProvider> found = new TreeMap<>(Comparator.naturalOrder());
    for (MethodProvider provider : ServiceLoader.load(MethodProvider.class)) {
      MethodProvider other = found.put(provider.name(), provider);
      if (other != null) {
        throw new IllegalArgumentException(
            "two methods are called %s: %s and %s"
                .formatted(
                    provider.name(), other.getClass().getName(), provider.getClass().getName()));
      }
    }
    return List.copyOf(found.values());
  }

  /**
   * The method of a name.
   *
   * @throws IllegalArgumentException if there is none; the message lists all
   */
  public static MethodProvider named(String name) {
    return all().stream()
        .filter(provider -> provider.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--method %s is not one of: %s"
                        .formatted(
                            name,
                            all().stream()
                                .map(MethodProvider::name)
                                .collect(Collectors.joining(", ")))));
  }

  /** Whether a method can quantize a layer of so many bits itself. */
  public static boolean offers(MethodProvider provider, int bits) {
    return provider.bits().contains(bits);
  }

  /** The method for a run; layers whose bits it does not offer are trained straight through. */
  public static Method create(MethodProvider provider, MethodSetup setup) {
    List<WeightLayer> mine = new ArrayList<>();
    List<WeightLayer> others = new ArrayList<>();
    for (WeightLayer layer : setup.layers()) {
      (offers(provider, layer.bits()) ? mine : others).add(layer);
    }
    if (others.isEmpty()) {
      return provider.create(setup);
    }
    MethodOptions defaults = MethodOptions.of(COMPANION, Map.of());
    return new Mixed(
        provider.create(setup.part(mine, setup.options(), provider.name())),
        COMPANION.create(setup.part(others, defaults, COMPANION.name())),
        others);
  }
}
