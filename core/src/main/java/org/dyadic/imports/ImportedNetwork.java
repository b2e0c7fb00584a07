package org.dyadic.imports;

import java.util.Arrays;
import java.util.List;
import org.dyadic.model.State;

/**
 * A float network from another program's file.
 *
 * @param state the network with its values; convolutions have no biases, batch norms after them
 *     have. A batch norm that stands for a bias alone has the statistics mean 0 and variance 1
 * @param inputScale one a channel, or one for all: the network takes {@code scale * x + offset} of
 *     the file's input x. Constant factors and offsets with which the file's graph begins are here
 * @param inputOffset likewise
 * @param producer the program that wrote the file; may be empty
 * @param notes what a user should know, one sentence each
 */
public record ImportedNetwork(
    State state, double[] inputScale, double[] inputOffset, String producer, List<String> notes) {

  /** Copies the arrays and the list. */
  public ImportedNetwork {
    inputScale = inputScale.clone();
    inputOffset = inputOffset.clone();
    notes = List.copyOf(notes);
  }

  @Override
  public double[] inputScale() {
    return inputScale.clone();
  }

  @Override
  public double[] inputOffset() {
    return inputOffset.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ImportedNetwork network
        && state.equals(network.state)
        && Arrays.equals(inputScale, network.inputScale)
        && Arrays.equals(inputOffset, network.inputOffset)
        && producer.equals(network.producer)
        && notes.equals(network.notes);
  }

  @Override
  public int hashCode() {
    return 31 * state.hashCode() + Arrays.hashCode(inputScale);
  }

  @Override
  public String toString() {
    return "ImportedNetwork[%s]".formatted(state.network());
  }
}
