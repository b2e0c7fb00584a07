package org.dyadic.model;

import java.util.List;

/**
 * One array of a network's state.
 *
 * @param name layer and role, as PyTorch names them: {@code conv1.weight}, {@code bn1.running_var}
 * @param dims extents, outermost first: output, input, row, column
 * @param role what it is
 */
public record Parameter(String name, List<Integer> dims, Role role) {

  /** What an array is for. */
  public enum Role {
    /** Convolution, linear and recurrent weights: what is quantized. */
    WEIGHT,
    /** The bias of a convolution, linear or recurrent layer. */
    BIAS,
    /** The scale of a batch norm. */
    GAMMA,
    /** The offset of a batch norm. */
    BETA,
    /** The running mean of a batch norm; not trained. */
    RUNNING_MEAN,
    /** The running variance of a batch norm; not trained. */
    RUNNING_VAR;

    /** Whether gradient descent changes it. */
    public boolean trained() {
      return this != RUNNING_MEAN && this != RUNNING_VAR;
    }
  }

  /** Copies the list of extents and checks that the element count fits an {@code int}. */
  public Parameter {
    dims = List.copyOf(dims);
    long size = 1;
    for (int extent : dims) {
      size *= extent;
      if (size > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "%s: extents %s are more than %d elements".formatted(name, dims, Integer.MAX_VALUE));
      }
    }
  }

  /** The number of elements. */
  public int size() {
    return dims.stream().reduce(1, (a, b) -> a * b);
  }

  /** What reports call a weight array: its layer, or its own name where a layer has several. */
  public String title() {
    return name.endsWith(".weight") ? layer() : name;
  }

  /** The layer's name, without the role. */
  public String layer() {
    return name.substring(0, name.lastIndexOf('.'));
  }
}
